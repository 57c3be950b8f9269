// The principal components of a latent: each place is a vector of its channels, and those vectors are projected on
// the three axes along which they vary most.

const AXES = 3;
const ROUNDS = 300;
const SETTLED = 1e-10;

/**
 * The three axes and the places along them.
 * @param values channel after channel, each of as many places
 * @returns axes, each of unit length, at right angles and in order of variance; projections, a list of places for
 * each; and the part of the variance that each explains
 */
export function principalComponents(values, channels) {
	const places = values.length / channels;
	const centred = centre(values, channels, places);
	const covariance = covarianceOf(centred, channels, places);
	const axes = leading(covariance, channels, Math.min(AXES, channels));
	let total = 0;
	for (let i = 0; i < channels; i++) {
		total += covariance[i * channels + i];
	}
	return {
		axes,
		projections: axes.map((axis) => project(centred, axis, places)),
		explained: axes.map((axis) => (total > 0 ? dot(axis, times(covariance, axis)) / total : 0)),
	};
}

function centre(values, channels, places) {
	const centred = new Float64Array(values);
	for (let c = 0; c < channels; c++) {
		let mean = 0;
		for (let i = 0; i < places; i++) {
			mean += values[c * places + i] / places;
		}
		for (let i = 0; i < places; i++) {
			centred[c * places + i] -= mean;
		}
	}
	return centred;
}

function covarianceOf(centred, channels, places) {
	const covariance = new Float64Array(channels * channels);
	for (let a = 0; a < channels; a++) {
		for (let b = a; b < channels; b++) {
			let sum = 0;
			for (let i = 0; i < places; i++) {
				sum += centred[a * places + i] * centred[b * places + i];
			}
			covariance[a * channels + b] = covariance[b * channels + a] = sum / places;
		}
	}
	return covariance;
}

// Orthogonal iteration: power iteration with several vectors that are kept at right angles.
function leading(matrix, size, wanted) {
	let axes = Array.from({ length: wanted }, (_, k) =>
		Float64Array.from({ length: size }, (_, i) => Math.cos(1 + k + i * (k + 1.7))),
	);
	orthonormalize(axes);
	for (let round = 0; round < ROUNDS; round++) {
		const next = axes.map((axis) => times(matrix, axis));
		orthonormalize(next);
		const moved = Math.max(...next.map((axis, k) => 1 - Math.abs(dot(axis, axes[k]))));
		axes = next;
		if (moved < SETTLED) {
			break;
		}
	}
	return axes;
}

function orthonormalize(axes) {
	axes.forEach((axis, k) => {
		for (let before = 0; before < k; before++) {
			const shared = dot(axis, axes[before]);
			axis.forEach((_, i) => {
				axis[i] -= shared * axes[before][i];
			});
		}
		const length = Math.sqrt(dot(axis, axis));
		axis.forEach((_, i) => {
			axis[i] = length > 1e-12 ? axis[i] / length : 0;
		});
	});
}

function times(matrix, vector) {
	const size = vector.length;
	return vector.map((_, row) => {
		let sum = 0;
		for (let i = 0; i < size; i++) {
			sum += matrix[row * size + i] * vector[i];
		}
		return sum;
	});
}

function dot(one, other) {
	let sum = 0;
	for (let i = 0; i < one.length; i++) {
		sum += one[i] * other[i];
	}
	return sum;
}

function project(centred, axis, places) {
	const along = new Float64Array(places);
	axis.forEach((weight, c) => {
		for (let i = 0; i < places; i++) {
			along[i] += weight * centred[c * places + i];
		}
	});
	return along;
}
