// Uses the client that a test generates as a program would, and notes what it got.
package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"log"
	"os"
	"path/filepath"

	client "use/client"
)

const model = "tiny-mix"

func main() {
	address, image, folder := os.Args[1], os.Args[2], os.Args[3]
	configuration := client.NewConfiguration()
	configuration.Servers = client.ServerConfigurations{{URL: address}}
	api := client.NewAPIClient(configuration)
	use(api, image, folder)
	callEach(api, image, folder)
}

func use(api *client.APIClient, image string, folder string) {
	none := context.Background()
	notes := map[string]interface{}{}

	models, _, err := api.ModelsAPI.ListModels(none).Execute()
	must(err)
	ids := []string{}
	for _, one := range models.Models {
		ids = append(ids, one.Id)
	}
	notes["models"] = ids

	latent, _, err := api.CodecAPI.Encode(none).Body(open(image)).Model(model).XRequestTimeout("60s").XPriority(1).Execute()
	must(err)
	notes["model"] = latent.GetModel()
	notes["shape"] = latent.Shape
	values, err := base64.StdEncoding.DecodeString(latent.Data)
	must(err)
	notes["values"] = len(values) / 4
	write(filepath.Join(folder, "latent.json"), latent)

	decoded, _, err := api.CodecAPI.Decode(none).Latent(*latent).Execute()
	must(err)
	save(decoded, filepath.Join(folder, "decoded.png"))
	ofFile, _, err := api.CodecAPI.DecodeFile(none).Body(open(filepath.Join(folder, "latent.npy"))).Model(model).Execute()
	must(err)
	save(ofFile, filepath.Join(folder, "decoded-file.png"))
	reconstructed, _, err := api.CodecAPI.Reconstruct(none).Body(open(image)).Model(model).Execute()
	must(err)
	save(reconstructed, filepath.Join(folder, "reconstructed.png"))

	_, _, err = api.ModelsAPI.GetModel(none, "none").Execute()
	var refused *client.GenericOpenAPIError
	if !errors.As(err, &refused) {
		log.Fatal("nothing was refused: ", err)
	}
	notes["problem"] = refused.Model().(client.Problem)
	write(filepath.Join(folder, "notes.json"), notes)
}

// Calls each operation with what it needs and nothing else.
func callEach(api *client.APIClient, image string, folder string) {
	none := context.Background()
	latent, _, err := api.CodecAPI.Encode(none).Body(open(image)).Execute()
	must(err)
	_, _, err = api.CodecAPI.Decode(none).Latent(*latent).Execute()
	must(err)
	_, _, err = api.CodecAPI.Reconstruct(none).Body(open(image)).Execute()
	must(err)
	_, _, err = api.LatentsAPI.Interpolate(none).Image([]*os.File{open(image), open(image)}).Execute()
	must(err)
	_, _, err = api.LatentsAPI.Compare(none).Body(open(image)).Execute()
	must(err)
	_, _, err = api.ModelsAPI.GetModel(none, model).Execute()
	must(err)
	_, _, err = api.StatusAPI.Status(none).Execute()
	must(err)
	_, _, err = api.DiffusersRemoteVAEAPI.RemoteVaeEncode(none, model).Body(open(image)).Execute()
	must(err)
	_, _, err = api.DiffusersRemoteVAEAPI.RemoteVaeDecode(none, model).Body(open(filepath.Join(folder, "latent.bin"))).
		Shape([]int64{1, 8, 3, 5}).Dtype(client.FLOAT32).Execute()
	must(err)

	inference := api.OpenInferenceProtocolAPI
	name := model + ".decode"
	_, _, err = inference.InferenceServer(none).Execute()
	must(err)
	_, _, err = inference.InferenceServerLive(none).Execute()
	must(err)
	_, _, err = inference.InferenceServerReady(none).Execute()
	must(err)
	_, _, err = inference.InferenceIndex(none).Execute()
	must(err)
	_, _, err = inference.InferenceStatistics(none).Execute()
	must(err)
	_, _, err = inference.InferenceModel(none, name).Execute()
	must(err)
	_, _, err = inference.InferenceModelReady(none, name).Execute()
	must(err)
	_, _, err = inference.InferenceModelConfig(none, name).Execute()
	must(err)
	_, _, err = inference.InferenceModelStatistics(none, name).Execute()
	must(err)
	input := client.NewInferenceInput("latent", []int64{1, 8, 1, 1}, client.FP32)
	input.Data = []interface{}{0, 1, 2, 3, 4, 5, 6, 7}
	_, _, err = inference.Infer(none, name).InferenceRequest(*client.NewInferenceRequest([]client.InferenceInput{*input})).
		Execute()
	must(err)
}

func open(name string) *os.File {
	file, err := os.Open(name)
	must(err)
	return file
}

func save(file *os.File, name string) {
	content, err := os.ReadFile(file.Name())
	must(err)
	must(os.WriteFile(name, content, 0o644))
}

func write(name string, value interface{}) {
	content, err := json.Marshal(value)
	must(err)
	must(os.WriteFile(name, content, 0o644))
}

func must(err error) {
	if err == nil {
		return
	}
	var refused *client.GenericOpenAPIError
	if errors.As(err, &refused) {
		log.Output(2, string(refused.Body()))
	}
	log.Output(2, err.Error())
	os.Exit(1)
}
