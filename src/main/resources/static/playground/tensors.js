// Tensors as files: safetensors and .npy, of float32, float16 and bfloat16.

const NPY = '\x93NUMPY';
const NAMES = { F32: 'float32', F16: 'float16', BF16: 'bfloat16', '<f4': 'float32', '<f2': 'float16' };

/** Whether a file's name ends like one of a tensor. */
export const isTensorName = (name) => /\.(safetensors|npy)$/i.test(name);

/**
 * Reads a file with a latent.
 * @returns shape, dtype, values as Float32Array, and metadata, which .npy has none of
 * @throws Error in words if it is none
 */
export function parse(buffer) {
	const start = String.fromCharCode(...new Uint8Array(buffer, 0, Math.min(6, buffer.byteLength)));
	return start === NPY ? parseNpy(buffer) : parseSafetensors(buffer);
}

/** Values of a type, little-endian, as Float32Array. Every machine with a browser is little-endian. */
export function floats(bytes, dtype) {
	if (dtype === 'float32') {
		return new Float32Array(bytes.slice().buffer);
	}
	const words = new Uint16Array(bytes.slice().buffer);
	const bits = new Uint32Array(words.length);
	for (let i = 0; i < words.length; i++) {
		bits[i] = dtype === 'bfloat16' ? words[i] << 16 : widened(words[i]);
	}
	return new Float32Array(bits.buffer);
}

// The bits of a float16 as those of a float32.
function widened(half) {
	const sign = (half & 0x8000) << 16;
	const exponent = (half >> 10) & 31;
	let fraction = half & 0x3ff;
	if (exponent === 31) {
		return sign | 0x7f800000 | (fraction << 13);
	}
	if (exponent > 0) {
		return sign | ((exponent + 112) << 23) | (fraction << 13);
	}
	if (fraction === 0) {
		return sign;
	}
	let power = 113;
	while (!(fraction & 0x400)) {
		fraction <<= 1;
		power--;
	}
	return sign | (power << 23) | ((fraction & 0x3ff) << 13);
}

function parseSafetensors(buffer) {
	const view = new DataView(buffer);
	const length = buffer.byteLength > 8 ? Number(view.getBigUint64(0, true)) : Infinity;
	if (8 + length > buffer.byteLength) {
		throw new Error('It is cut short, or no safetensors file.');
	}
	let header;
	try {
		header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, length)));
	} catch {
		throw new Error('Its header is no JSON: it is no safetensors file.');
	}
	const { __metadata__: metadata = {}, ...tensors } = header;
	const names = Object.keys(tensors);
	const name = names.includes('latent') ? 'latent' : names[0];
	if (name === undefined || (names.length > 1 && name !== 'latent')) {
		throw new Error(`It has ${names.length} tensors, and none is named latent.`);
	}
	const { dtype, shape, data_offsets: offsets } = tensors[name];
	const data = new Uint8Array(buffer, 8 + length).subarray(...offsets);
	return tensor(shape, dtype, data, metadata);
}

function parseNpy(buffer) {
	const view = new DataView(buffer);
	const isLong = view.getUint8(6) > 1;
	const length = isLong ? view.getUint32(8, true) : view.getUint16(8, true);
	const at = isLong ? 12 : 10;
	const header = new TextDecoder().decode(new Uint8Array(buffer, at, length));
	const descr = /'descr':\s*'([^']+)'/.exec(header)?.[1];
	const shape = /'shape':\s*\(([^)]*)\)/.exec(header)?.[1];
	if (!descr || shape === undefined || /'fortran_order':\s*True/.test(header)) {
		throw new Error('It is no .npy in the order of C.');
	}
	const sizes = shape
		.split(',')
		.filter((text) => text.trim())
		.map(Number);
	return tensor(sizes, descr, new Uint8Array(buffer, at + length), {});
}

function tensor(shape, type, data, metadata) {
	const dtype = NAMES[type];
	if (!dtype) {
		throw new Error(`Its values are ${type}; taken are float32, float16 and bfloat16.`);
	}
	const count = shape.reduce((product, size) => product * size, 1);
	if (data.byteLength !== count * (dtype === 'float32' ? 4 : 2)) {
		throw new Error(`Its ${data.byteLength} bytes are not those of ${shape.join(' × ')} values.`);
	}
	return { shape, dtype, values: floats(data, dtype), metadata };
}
