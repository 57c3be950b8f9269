// A latent as the service writes it in JSON: float32, little-endian, [1, c, h, w], in base64.

export class Latent {
	constructor({ model, shape, data, width, height }) {
		[, this.channels, this.height, this.width] = shape;
		this.model = model;
		/** The size of its picture, in pixels. */
		this.picture = { width, height };
		this.values = floats(data);
	}

	get plane() {
		return this.height * this.width;
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
		};
	}
}

// Typed arrays have the byte order of the machine, and every machine with a browser is little-endian.
function floats(base64) {
	const text = atob(base64);
	const bytes = new Uint8Array(text.length);
	for (let i = 0; i < text.length; i++) {
		bytes[i] = text.charCodeAt(i);
	}
	return new Float32Array(bytes.buffer);
}
