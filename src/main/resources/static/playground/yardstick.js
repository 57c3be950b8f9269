// The best JPEG or WebP of at most so many bytes that this browser makes of a picture.

import { bare } from './bare.js';
import { fidelity } from './fidelity.js';

const ROUNDS = 7;
const SMALLEST = 16;

/**
 * Makes the file: at full size in the best quality that fits; where that is poor, of the picture made smaller, and seen
 * as large as before, if that is nearer to it.
 * @param file of the picture
 * @param one its pixels as RGBA
 * @param type such as image/webp
 * @returns blob, bytes, quality (0 to 1), part (of each side that is kept), psnr and ssim; null if the browser makes no
 * such files, or none so small
 */
export async function yardstick({ file, one, width, height, type, bytes }) {
	const bitmap = await createImageBitmap(file);
	try {
		let best = null;
		for (let part = 1; part * Math.min(width, height) >= SMALLEST || part === 1; part /= 2) {
			const small = scaled(bitmap, Math.max(1, Math.round(width * part)), Math.max(1, Math.round(height * part)));
			const found = await fitting(small, type, bytes);
			if (found === undefined) {
				return null;
			}
			if (found) {
				const measured = { ...found, part, ...(await measure(found.blob, one, width, height)) };
				if (best && best.psnr >= measured.psnr) {
					break;
				}
				best = measured;
			}
		}
		return best;
	} finally {
		bitmap.close();
	}
}

// Undefined if the browser writes another type in place of this one, null if nothing is so small.
async function fitting(canvas, type, bytes) {
	let best = null;
	let [low, high] = [0, 1];
	for (let round = 0; round < ROUNDS; round++) {
		const quality = round === 0 ? 0 : (low + high) / 2;
		const written = await canvas.convertToBlob({ type, quality });
		if (written.type !== type) {
			return undefined;
		}
		const blob = await bare(written);
		if (blob.size <= bytes) {
			best = { blob, bytes: blob.size, quality };
			low = quality;
		} else if (round === 0) {
			return null;
		} else {
			high = quality;
		}
	}
	return best;
}

async function measure(blob, one, width, height) {
	const bitmap = await createImageBitmap(blob);
	const canvas = scaled(bitmap, width, height);
	bitmap.close();
	const pixels = canvas.getContext('2d').getImageData(0, 0, width, height).data;
	return fidelity(one, pixels, width, height);
}

/** A canvas with a picture in another size, over white. */
export function scaled(bitmap, width, height) {
	const canvas = new OffscreenCanvas(width, height);
	const context = canvas.getContext('2d', { willReadFrequently: true });
	context.imageSmoothingQuality = 'high';
	context.fillStyle = '#fff';
	context.fillRect(0, 0, width, height);
	context.drawImage(bitmap, 0, 0, width, height);
	return canvas;
}
