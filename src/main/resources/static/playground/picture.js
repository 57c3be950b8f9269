// A picture that was chosen: its file as it goes to the service, its size and its pixels.

import { ENDINGS } from './formats.js';

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

	get stem() {
		return this.name.replace(/\.[^.]+$/, '');
	}

	/**
	 * Reads a file. What the service does not take, but this browser can read, becomes a PNG.
	 * @throws Error if it is no picture
	 */
	static async of(file, name) {
		const bitmap = await bitmapOf(file);
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

/** The pixels of an image file, over white, as RGBA. */
export async function pixelsOf(file) {
	const bitmap = await bitmapOf(file);
	const { width, height } = bitmap;
	const pixels = canvasOf(bitmap).getContext('2d').getImageData(0, 0, width, height).data;
	bitmap.close();
	return pixels;
}

async function bitmapOf(file) {
	try {
		return await createImageBitmap(file);
	} catch {
		throw new Error('This browser cannot read the file as a picture.');
	}
}

function canvasOf(bitmap) {
	const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
	const context = canvas.getContext('2d', { willReadFrequently: true });
	context.fillStyle = '#fff';
	context.fillRect(0, 0, bitmap.width, bitmap.height);
	context.drawImage(bitmap, 0, 0);
	return canvas;
}

function named(name, type) {
	return /\.[A-Za-z0-9]+$/.test(name) ? name : `${name}.${ENDINGS[type]}`;
}
