// A latent: as the service writes it in JSON, or as a file that was chosen.

import { kept } from './picture.js';
import { floats, parse } from './tensors.js';
import { bytes } from './words.js';

export class Latent {
	/**
	 * @param shape [1, c, h, w] or [c, h, w]
	 * @param values in that order, as Float32Array
	 * @param picture the size of its picture in pixels, width and height, as far as it is known
	 * @param scaled whether it says to be scaled; undefined where it says nothing
	 */
	constructor({ shape, values, picture, scaled, dtype }) {
		[this.channels, this.height, this.width] = shape.slice(-3);
		this.values = values;
		this.picture = picture;
		this.scaled = scaled;
		this.dtype = dtype;
	}

	/** Reads the JSON of the service. */
	static ofJson({ shape, dtype, data, width, height, scaled }) {
		const values = floats(
			Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0)),
			dtype,
		);
		return new Latent({ shape, values, picture: { width, height }, scaled, dtype });
	}

	get plane() {
		return this.height * this.width;
	}

	/** Its axes in their order: channels, height, width. */
	get shape() {
		return `${this.channels} × ${this.height} × ${this.width}`;
	}

	/** The values of one channel, row by row. */
	channel(index) {
		return this.values.subarray(index * this.plane, (index + 1) * this.plane);
	}

	/** The first channels, as the body of a request. */
	front(channels) {
		return new Uint8Array(this.values.buffer, this.values.byteOffset, channels * this.plane * 4);
	}

	/** What the query must say about such a body. */
	describe(channels) {
		return {
			shape: [1, channels, this.height, this.width].join(','),
			dtype: 'float32',
			width: this.picture.width,
			height: this.picture.height,
			scaled: this.scaled,
		};
	}
}

/** A file with a latent that was chosen, in the place of a picture. */
export class LatentFile {
	constructor(file, name, latent) {
		this.file = file;
		this.name = name;
		this.latent = latent;
		this.isLatent = true;
		this.note = null;
	}

	get stem() {
		return this.name.replace(/\.[^.]+$/, '');
	}

	get type() {
		return /\.npy$/i.test(this.name) ? 'application/x-npy' : 'application/x-safetensors';
	}

	/** Its size, in words. */
	get size() {
		return `${this.latent.shape} ${this.latent.dtype}, ${bytes(this.file.size)}`;
	}

	/** Reads a file. @throws Error in words if there is no latent in it */
	static async of(chosen, name) {
		const file = await kept(chosen, name);
		try {
			const { shape, dtype, values, metadata } = parse(await file.arrayBuffer());
			if ((shape.length !== 4 || shape[0] !== 1) && shape.length !== 3) {
				throw new Error(`Its shape is ${shape.join(' × ')}; this page shows one latent, 1 × c × h × w.`);
			}
			const side = (key) => (metadata[key] ? Number(metadata[key]) : undefined);
			const scaled = metadata.scaled ? metadata.scaled === 'true' : undefined;
			const picture = { width: side('width'), height: side('height') };
			return new LatentFile(file, name, new Latent({ shape, dtype, values, picture, scaled }));
		} catch (failure) {
			throw new Error(`${name} cannot be read as a latent. ${failure.message}`);
		}
	}
}
