// A picture that was chosen: its file as it goes to the service, its size and its pixels.

import { ENDINGS } from './formats.js';
import { bytes } from './words.js';
import { scaled } from './yardstick.js';

/** What can be chosen, in words. */
const TAKEN = `Taken are ${Object.values(ENDINGS).join(', ').toUpperCase()} and what else this browser shows, and latents as .safetensors or .npy.`;

export class Picture {
	constructor(file, name, width, height, note = null) {
		this.file = file;
		this.name = name;
		this.width = width;
		this.height = height;
		/** How this page changed the file that was chosen, if it did. */
		this.note = note;
	}

	get type() {
		return this.file.type;
	}

	/** Its size, in words. */
	get size() {
		return `${this.width} × ${this.height}, ${bytes(this.file.size)}`;
	}

	get stem() {
		return this.name.replace(/\.[^.]+$/, '');
	}

	/**
	 * Reads a file. What the service does not take, but this browser can read, becomes a PNG.
	 * @throws Error if it is no picture
	 */
	static async of(chosen, name) {
		const file = await kept(chosen, name);
		const bitmap = await bitmapOf(file, name);
		try {
			if (Object.hasOwn(ENDINGS, file.type)) {
				return new Picture(file, named(name, file.type), bitmap.width, bitmap.height);
			}
			const png = await canvasOf(bitmap).convertToBlob({ type: 'image/png' });
			return new Picture(
				png,
				`${name.replace(/\.[^.]+$/, '')}.png`,
				bitmap.width,
				bitmap.height,
				`${name} as PNG`,
			);
		} finally {
			bitmap.close();
		}
	}

	/** The middle of this picture in another size, as a PNG. */
	async covering(width, height) {
		const bitmap = await bitmapOf(this.file);
		const scale = Math.max(width / this.width, height / this.height);
		const canvas = new OffscreenCanvas(width, height);
		const context = canvas.getContext('2d');
		context.imageSmoothingQuality = 'high';
		context.drawImage(
			bitmap,
			(width - this.width * scale) / 2,
			(height - this.height * scale) / 2,
			this.width * scale,
			this.height * scale,
		);
		bitmap.close();
		const png = await canvas.convertToBlob({ type: 'image/png' });
		return new Picture(
			png,
			`${this.stem}-${width}x${height}.png`,
			width,
			height,
			`the middle of ${this.name}, ${width} × ${height}`,
		);
	}

	/**
	 * What a reconstruction is compared with that fits otherwise than by padding: its middle, or all of it as this browser
	 * makes it smaller or larger.
	 * @param fit of the request, if one was asked for
	 * @param size of the reconstruction, width and height
	 */
	async fitted(fit, { width, height }) {
		if (width === this.width && height === this.height) {
			return this;
		}
		const bitmap = await bitmapOf(this.file, this.name);
		const canvas = new OffscreenCanvas(width, height);
		const context = canvas.getContext('2d');
		context.imageSmoothingQuality = 'high';
		if (fit === 'crop') {
			context.drawImage(bitmap, -Math.floor((this.width - width) / 2), -Math.floor((this.height - height) / 2));
		} else {
			context.drawImage(bitmap, 0, 0, width, height);
		}
		bitmap.close();
		return new Picture(await canvas.convertToBlob({ type: 'image/png' }), this.name, width, height);
	}

	/** Its pixels, over white, as RGBA. */
	async pixels() {
		return pixelsOf(this.file);
	}

	/** Bytes of its pixels as other files. */
	async bytesAs(type, quality) {
		const bitmap = await bitmapOf(this.file);
		const blob = await canvasOf(bitmap).convertToBlob({ type, quality });
		bitmap.close();
		return blob.size;
	}
}

/** The pixels of an image file, over white, as RGBA; in another size if one is given. */
export async function pixelsOf(file, width, height) {
	const bitmap = await bitmapOf(file);
	const canvas = scaled(bitmap, width ?? bitmap.width, height ?? bitmap.height);
	bitmap.close();
	return canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
}

/** The width and the height of an image file. */
export async function sizeOf(file) {
	const bitmap = await bitmapOf(file);
	const { width, height } = bitmap;
	bitmap.close();
	return { width, height };
}

/**
 * A file with its bytes as they are now. What was chosen stands for a file on disk, which cannot be read or sent any more once
 * that changes.
 * @throws Error if it cannot be read now
 */
export async function kept(file, name) {
	try {
		return new File([await file.arrayBuffer()], file.name, { type: file.type });
	} catch {
		throw new Error(`${name} could not be read: it may have changed or gone since it was chosen.`);
	}
}

async function bitmapOf(file, name = 'It') {
	try {
		return await createImageBitmap(file);
	} catch {
		throw new Error(`${name} is no picture that this browser can read. ${TAKEN}`);
	}
}

const canvasOf = (bitmap) => scaled(bitmap, bitmap.width, bitmap.height);

function named(name, type) {
	return /\.[A-Za-z0-9]+$/.test(name) ? name : `${name}.${ENDINGS[type]}`;
}
