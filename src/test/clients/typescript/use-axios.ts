import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { isAxiosError } from "axios";

import { CodecApi, Configuration, ModelsApi } from "./client";

const MODEL = "tiny-mix";

/** Uses the generated client as a program would, and notes what it got. */
async function main(basePath: string, picture: string, folder: string): Promise<void> {
	const configuration = new Configuration({ basePath });
	const codec = new CodecApi(configuration);
	const models = new ModelsApi(configuration);
	const notes: Record<string, unknown> = {};

	notes.models = (await models.listModels()).data.models.map((model) => model.id);

	const body = new File([await readFile(picture)], "image.png");
	const latent = (await codec.encode(body, MODEL)).data;
	notes.model = latent.model;
	notes.shape = latent.shape;
	notes.values = Buffer.from(latent.data, "base64").length / 4;
	await writeFile(join(folder, "latent.json"), JSON.stringify(latent));

	// In Node a file is what axios is told to make of it.
	const bytes = { responseType: "arraybuffer" } as const;
	const none = undefined;
	await save((await codec.decode(latent, none, none, none, none, none, none, none, none, none, none, none, none, none, none, bytes)).data, join(folder, "decoded.png"));
	const npy = new File([await readFile(join(folder, "latent.npy"))], "latent.npy");
	await save((await codec.decodeFile(npy, MODEL, none, none, none, none, none, none, none, none, none, none, none, none, none, bytes)).data, join(folder, "decoded-file.png"));
	await save((await codec.reconstruct(body, MODEL, none, none, none, none, none, none, none, none, none, none, bytes)).data, join(folder, "reconstructed.png"));

	try {
		await models.getModel("none");
	} catch (error) {
		if (!isAxiosError(error) || error.response === undefined) {
			throw error;
		}
		const { type, status, detail, requestId } = error.response.data;
		notes.problem = { type, status, detail, requestId };
	}
	await writeFile(join(folder, "notes.json"), JSON.stringify(notes));
}

async function save(picture: unknown, file: string): Promise<void> {
	await writeFile(file, Buffer.from(picture as ArrayBuffer));
}

const [basePath, picture, folder] = process.argv.slice(2);
main(basePath, picture, folder).catch((error) => {
	console.error(error);
	process.exitCode = 1;
});
