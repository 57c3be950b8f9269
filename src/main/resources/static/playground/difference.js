// Pictures of what two pictures do not share, and of edges.

/**
 * The difference of two pictures of one size, as RGBA.
 * @param gain by which it is multiplied
 * @param isSigned whether grey is no difference, and brighter is where the other is; else black is none
 */
export function difference(one, other, gain, isSigned) {
	const made = new Uint8ClampedArray(one.length);
	for (let i = 0; i < one.length; i += 4) {
		for (let c = i; c < i + 3; c++) {
			const apart = gain * (other[c] - one[c]);
			made[c] = isSigned ? 128 + apart : Math.abs(apart);
		}
		made[i + 3] = 255;
	}
	return made;
}

/** The magnitude of the gradient of the luma, by Sobel, a quarter of it times a gain, as grey RGBA. */
export function edges(pixels, width, height, gain) {
	const luma = new Float32Array(width * height);
	for (let i = 0; i < luma.length; i++) {
		luma[i] = 0.299 * pixels[4 * i] + 0.587 * pixels[4 * i + 1] + 0.114 * pixels[4 * i + 2];
	}
	const made = new Uint8ClampedArray(pixels.length);
	for (let y = 0; y < height; y++) {
		const up = Math.max(0, y - 1) * width;
		const here = y * width;
		const down = Math.min(height - 1, y + 1) * width;
		for (let x = 0; x < width; x++) {
			const l = Math.max(0, x - 1);
			const r = Math.min(width - 1, x + 1);
			const across =
				luma[up + r] + 2 * luma[here + r] + luma[down + r] - luma[up + l] - 2 * luma[here + l] - luma[down + l];
			const along =
				luma[down + l] + 2 * luma[down + x] + luma[down + r] - luma[up + l] - 2 * luma[up + x] - luma[up + r];
			const at = 4 * (here + x);
			made[at] = made[at + 1] = made[at + 2] = (gain * Math.hypot(across, along)) / 4;
			made[at + 3] = 255;
		}
	}
	return made;
}
