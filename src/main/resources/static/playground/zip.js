// The files in a zip whose sizes stand in its directory alone, as in one that was streamed.

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const STORED = 0;
const DEFLATED = 8;

/** The files of a zip by their names, in its order. */
export async function unzip(blob, type) {
	const view = new DataView(await blob.arrayBuffer());
	let end = view.byteLength - 22;
	while (end >= 0 && view.getUint32(end, true) !== END) {
		end--;
	}
	if (end < 0) {
		throw new Error('The answer is no zip');
	}
	const files = new Map();
	let at = view.getUint32(end + 16, true);
	for (let left = view.getUint16(end + 10, true); left > 0; left--) {
		if (view.getUint32(at, true) !== ENTRY) {
			throw new Error('The directory of the zip is broken');
		}
		const nameLength = view.getUint16(at + 28, true);
		const name = new TextDecoder().decode(new Uint8Array(view.buffer, at + 46, nameLength));
		files.set(name, new Blob([await content(view, at)], { type }));
		at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
	}
	return files;
}

async function content(view, at) {
	const method = view.getUint16(at + 10, true);
	const size = view.getUint32(at + 20, true);
	const local = view.getUint32(at + 42, true);
	const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
	const bytes = new Uint8Array(view.buffer, start, size);
	if (method === STORED) {
		return bytes;
	}
	if (method !== DEFLATED) {
		throw new Error(`The zip is compressed by the method ${method}`);
	}
	const inflated = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
	return new Response(inflated).arrayBuffer();
}
