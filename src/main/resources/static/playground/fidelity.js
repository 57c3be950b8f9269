// How far two pictures are apart, by the definitions of the service: over the 8-bit values of R, G and B.

const WINDOW = 11;
const SIGMA = 1.5;
const C1 = (0.01 * 255) ** 2;
const C2 = (0.03 * 255) ** 2;

/**
 * Measures a reconstruction.
 * @param one pixels as RGBA
 * @param other pixels as RGBA, of the same size
 * @returns psnr in dB, infinite for equal pictures, and ssim
 */
export function fidelity(one, other, width, height) {
	const mse = meanSquaredDifference(one, other);
	const ssim = [0, 1, 2].reduce((sum, channel) => sum + similarity(one, other, width, height, channel) / 3, 0);
	return { psnr: 10 * Math.log10(255 ** 2 / mse), ssim };
}

function meanSquaredDifference(one, other) {
	let sum = 0;
	for (let i = 0; i < one.length; i += 4) {
		for (let c = 0; c < 3; c++) {
			sum += (one[i + c] - other[i + c]) ** 2;
		}
	}
	return sum / ((one.length / 4) * 3);
}

// Means, variances and the covariance under a Gaussian window, at every place where the window fits. The window is
// separable: a ring of rows, filtered across, is kept and combined downwards.
function similarity(one, other, width, height, channel) {
	const across = gaussian(Math.min(WINDOW, width));
	const down = gaussian(Math.min(WINDOW, height));
	const columns = width - across.length + 1;
	const rows = height - down.length + 1;
	const ring = Array.from({ length: down.length }, () => new Float64Array(5 * columns));
	const moments = new Float64Array(5 * columns);
	let sum = 0;
	for (let y = 0; y < height; y++) {
		filterAcross(one, other, y * width, channel, across, ring[y % ring.length]);
		const top = y - ring.length + 1;
		if (top >= 0) {
			moments.fill(0);
			for (let k = 0; k < ring.length; k++) {
				const row = ring[(top + k) % ring.length];
				const weight = down[k];
				for (let i = 0; i < moments.length; i++) {
					moments[i] += weight * row[i];
				}
			}
			sum += sumOfRow(moments);
		}
	}
	return sum / (columns * rows);
}

function filterAcross(one, other, start, channel, across, filtered) {
	for (let x = 0; 5 * x < filtered.length; x++) {
		let a1 = 0,
			b1 = 0,
			aa = 0,
			bb = 0,
			ab = 0;
		for (let k = 0; k < across.length; k++) {
			const at = 4 * (start + x + k) + channel;
			const a = one[at];
			const b = other[at];
			const weight = across[k];
			a1 += weight * a;
			b1 += weight * b;
			aa += weight * a * a;
			bb += weight * b * b;
			ab += weight * a * b;
		}
		filtered.set([a1, b1, aa, bb, ab], 5 * x);
	}
}

function sumOfRow(moments) {
	let sum = 0;
	for (let i = 0; i < moments.length; i += 5) {
		const a = moments[i];
		const b = moments[i + 1];
		const varianceA = moments[i + 2] - a * a;
		const varianceB = moments[i + 3] - b * b;
		const covariance = moments[i + 4] - a * b;
		sum += ((2 * a * b + C1) * (2 * covariance + C2)) / ((a * a + b * b + C1) * (varianceA + varianceB + C2));
	}
	return sum;
}

function gaussian(length) {
	const weights = Array.from({ length }, (_, i) => Math.exp(-((i - (length - 1) / 2) ** 2) / (2 * SIGMA ** 2)));
	const sum = weights.reduce((total, weight) => total + weight);
	return weights.map((weight) => weight / sum);
}
