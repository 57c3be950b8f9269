// Image files without what browsers add to them: a colour profile of half a kilobyte, which small files are not to be
// measured by. It is that of sRGB, as which files without one are read.

const SCAN = 0xda;
const COMMENT = 0xfe;
const PARTS = ['VP8 ', 'VP8L'];

/** A JPEG or WebP with its pixels alone. */
export async function bare(blob) {
	const bytes = new Uint8Array(await blob.arrayBuffer());
	const view = new DataView(bytes.buffer);
	const parts = blob.type === 'image/jpeg' ? partsOfJpeg(bytes, view) : partsOfWebp(bytes, view);
	return parts ? new Blob(parts, { type: blob.type }) : blob;
}

function partsOfJpeg(bytes, view) {
	const parts = [bytes.subarray(0, 2)];
	let at = 2;
	while (at + 4 <= bytes.length && bytes[at + 1] !== SCAN) {
		const marker = bytes[at + 1];
		const end = at + 2 + view.getUint16(at + 2);
		// APP0 is that of JFIF; the others, and comments, say nothing about pixels here.
		if (!(marker > 0xe0 && marker <= 0xef) && marker !== COMMENT) {
			parts.push(bytes.subarray(at, end));
		}
		at = end;
	}
	return [...parts, bytes.subarray(at)];
}

// Null if there is more to it than one part with pixels.
function partsOfWebp(bytes, view) {
	const parts = [];
	for (let at = 12; at + 8 <= bytes.length;) {
		const name = String.fromCharCode(...bytes.subarray(at, at + 4));
		const length = view.getUint32(at + 4, true);
		const end = at + 8 + length + (length % 2);
		if (name === 'ALPH' || name === 'ANIM') {
			return null;
		}
		if (PARTS.includes(name)) {
			parts.push(bytes.slice(at, end));
		}
		at = end;
	}
	if (parts.length !== 1) {
		return null;
	}
	const head = bytes.slice(0, 12);
	new DataView(head.buffer).setUint32(4, 4 + parts[0].length, true);
	return [head, ...parts];
}
