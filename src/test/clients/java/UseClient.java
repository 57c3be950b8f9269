/*
 * Copyright 2026 the dcae authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.dcae.client.ApiClient;
import dev.dcae.client.ApiException;
import dev.dcae.client.JSON;
import dev.dcae.client.api.CodecApi;
import dev.dcae.client.api.ModelsApi;
import dev.dcae.client.model.Latent;
import dev.dcae.client.model.Model;
import dev.dcae.client.model.Problem;

/**
 * Uses the generated client as a program would, and notes what it got.
 */
public final class UseClient {

	private static final String MODEL = "tiny-mix";

	private UseClient() {
	}

	/**
	 * @param args the service's address, the file of a picture, a folder for what comes
	 */
	public static void main(String[] args) throws Exception {
		ApiClient client = new ApiClient();
		client.setBasePath(args[0]);
		File picture = new File(args[1]);
		Path folder = Path.of(args[2]);
		CodecApi codec = new CodecApi(client);
		Map<String, Object> notes = new LinkedHashMap<>();

		notes.put("models", new ModelsApi(client).listModels(null, null).getModels().stream().map(Model::getId).toList());

		Latent latent = codec.encode(picture, MODEL, null, null, null, null, null, null, null, null, null, "60s", 1);
		notes.put("model", latent.getModel());
		notes.put("shape", latent.getShape());
		notes.put("values", latent.getData().length / 4);
		Files.writeString(folder.resolve("latent.json"), JSON.serialize(latent));

		File decoded = codec.decode(latent, null, null, null, null, null, null, null, null, null, null, null, null, null, null);
		Files.copy(decoded.toPath(), folder.resolve("decoded.png"));
		File npy = folder.resolve("latent.npy").toFile();
		File ofFile = codec.decodeFile(npy, MODEL, null, null, null, null, null, null, null, null, null, null, null, null, null);
		Files.copy(ofFile.toPath(), folder.resolve("decoded-file.png"));
		File reconstructed = codec.reconstruct(picture, MODEL, null, null, null, null, null, null, null, null, null, null);
		Files.copy(reconstructed.toPath(), folder.resolve("reconstructed.png"));

		try {
			new ModelsApi(client).getModel("none", null, null);
		}
		catch (ApiException ex) {
			Problem problem = Problem.fromJson(ex.getResponseBody());
			notes.put("problem", Map.of("type", problem.getType().toString(), "status", problem.getStatus(), "detail",
					problem.getDetail(), "requestId", problem.getRequestId()));
		}
		Files.writeString(folder.resolve("notes.json"), JSON.serialize(notes));
		System.exit(0);
	}

}
