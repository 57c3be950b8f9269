"""Uses the client that a test generates as a program would, and notes what it got."""

import base64
import json
import pathlib
import sys

import openapi_client as client
from openapi_client import (CodecApi, DiffusersRemoteVAEApi, LatentsApi, ModelsApi, OpenInferenceProtocolApi,
                            StatusApi)

MODEL = "tiny-mix"

address, image, folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
api = client.ApiClient(client.Configuration(host=address))
codec, models = CodecApi(api), ModelsApi(api)
notes = {}

notes["models"] = [model.id for model in models.list_models().models]
latent = codec.encode(image, model=MODEL, x_request_timeout="60s", x_priority=1)
notes["model"] = latent.model
notes["shape"] = latent.shape
values = latent.data if isinstance(latent.data, bytes) else base64.b64decode(latent.data)
notes["values"] = len(values) // 4
(folder / "latent.json").write_text(latent.to_json())
(folder / "decoded.png").write_bytes(codec.decode(latent))
(folder / "decoded-file.png").write_bytes(codec.decode_file((folder / "latent.npy").read_bytes(), model=MODEL))
(folder / "reconstructed.png").write_bytes(codec.reconstruct(image, model=MODEL))
try:
    models.get_model("none")
except client.ApiException as refused:
    notes["problem"] = json.loads(refused.body)
(folder / "notes.json").write_text(json.dumps(notes))

# Each operation with what it needs and nothing else.
codec.decode(codec.encode(image))
codec.reconstruct(image)
LatentsApi(api).interpolate(image=[image, image])
LatentsApi(api).compare(image)
models.get_model(MODEL)
StatusApi(api).status()
remote = DiffusersRemoteVAEApi(api)
remote.remote_vae_encode(MODEL, image)
remote.remote_vae_decode(MODEL, [1, 8, 3, 5], client.FloatType.FLOAT32, (folder / "latent.bin").read_bytes())
inference = OpenInferenceProtocolApi(api)
NAME = MODEL + ".decode"
inference.inference_server()
inference.inference_server_live()
inference.inference_server_ready()
inference.inference_index()
inference.inference_statistics()
inference.inference_model(NAME)
inference.inference_model_ready(NAME)
inference.inference_model_config(NAME)
inference.inference_model_statistics(NAME)
inference.infer(NAME, client.InferenceRequest(inputs=[
    client.InferenceInput(name="latent", shape=[1, 8, 1, 1], datatype="FP32", data=[0, 1, 2, 3, 4, 5, 6, 7])]))
