// Heat maps: values on a scale of two colours that meet in the colour of the page at zero.

/** The colours of the scheme that the page is shown in. */
export function scheme() {
	const style = getComputedStyle(document.documentElement);
	return ['low', 'mid', 'high'].map((name) => rgb(style.getPropertyValue(`--heat-${name}`).trim()));
}

function rgb(hex) {
	return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
}

/** Draws values, a pixel each. @param reach the largest magnitude that the colours tell apart */
export function draw(canvas, values, width, height, reach, [low, mid, high]) {
	canvas.width = width;
	canvas.height = height;
	const context = canvas.getContext('2d');
	const image = context.createImageData(width, height);
	for (let i = 0; i < values.length; i++) {
		const part = Math.max(-1, Math.min(1, reach > 0 ? values[i] / reach : 0));
		const end = part < 0 ? low : high;
		for (let c = 0; c < 3; c++) {
			image.data[4 * i + c] = mid[c] + (end[c] - mid[c]) * Math.abs(part);
		}
		image.data[4 * i + 3] = 255;
	}
	context.putImageData(image, 0, 0);
}

/** Draws the projections on three axes as red, green and blue, each from its 1st to its 99th percentile. */
export function drawColours(canvas, projections, width, height) {
	canvas.width = width;
	canvas.height = height;
	const context = canvas.getContext('2d');
	const image = context.createImageData(width, height);
	for (let c = 0; c < 3; c++) {
		const along = projections[c] ?? new Float64Array(width * height);
		const sorted = Float64Array.from(along).sort();
		const low = sorted[Math.floor((sorted.length - 1) * 0.01)];
		const high = sorted[Math.ceil((sorted.length - 1) * 0.99)];
		for (let i = 0; i < along.length; i++) {
			image.data[4 * i + c] = high > low ? (255 * (along[i] - low)) / (high - low) : 128;
		}
	}
	for (let i = 3; i < image.data.length; i += 4) {
		image.data[i] = 255;
	}
	context.putImageData(image, 0, 0);
}
