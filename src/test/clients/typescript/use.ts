import { openAsBlob } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { CodecApi, Configuration, LatentToJSON, ModelsApi, ProblemFromJSON, ResponseError } from "./client";

const MODEL = "tiny-mix";

/** Uses the generated client as a program would, and notes what it got. */
async function main(basePath: string, picture: string, folder: string): Promise<void> {
	const configuration = new Configuration({ basePath });
	const codec = new CodecApi(configuration);
	const models = new ModelsApi(configuration);
	const notes: Record<string, unknown> = {};

	notes.models = (await models.listModels()).models.map((model) => model.id);

	const body = await openAsBlob(picture);
	const latent = await codec.encode({ body, model: MODEL, xRequestTimeout: "60s", xPriority: 1 });
	notes.model = latent.model;
	notes.shape = latent.shape;
	notes.values = Buffer.from(latent.data, "base64").length / 4;
	await writeFile(join(folder, "latent.json"), JSON.stringify(LatentToJSON(latent)));

	await save(await codec.decode({ latent }), join(folder, "decoded.png"));
	const npy = await openAsBlob(join(folder, "latent.npy"));
	await save(await codec.decodeFile({ body: npy, model: MODEL }), join(folder, "decoded-file.png"));
	await save(await codec.reconstruct({ body, model: MODEL }), join(folder, "reconstructed.png"));

	try {
		await models.getModel({ id: "none" });
	} catch (error) {
		if (!(error instanceof ResponseError)) {
			throw error;
		}
		const { type, status, detail, requestId } = ProblemFromJSON(await error.response.json());
		notes.problem = { type, status, detail, requestId };
	}
	await writeFile(join(folder, "notes.json"), JSON.stringify(notes));
}

async function save(picture: Blob, file: string): Promise<void> {
	await writeFile(file, Buffer.from(await picture.arrayBuffer()));
}

const [basePath, picture, folder] = process.argv.slice(2);
main(basePath, picture, folder).catch((error) => {
	console.error(error);
	process.exitCode = 1;
});
