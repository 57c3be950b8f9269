// The pictures of this session as a strip, as long as the tab is open.

import { element } from './dom.js';

const HEIGHT = 44;
const FEWEST = 2;

export class Film {
	/** @param root for the strip. @param onPick told of the picture that is to be shown */
	constructor(root, onPick) {
		this.root = root;
		this.onPick = onPick;
		this.pictures = [];
		this.frames = new Map();
	}

	/** Takes a picture. @returns it, or the same one from before */
	async add(picture) {
		const alike = this.pictures.filter(
			({ name, file }) => name === picture.name && file.size === picture.file.size,
		);
		for (const known of alike) {
			if (await areSame(known.file, picture.file)) {
				return known;
			}
		}
		const frame = element('button', {
			type: 'button',
			class: 'frame',
			title: picture.name,
			'aria-label': `Show ${picture.name}`,
			'aria-pressed': 'false',
		});
		frame.addEventListener('click', () => this.onPick(picture));
		picture.isLatent ? frame.append('latent') : draw(picture, frame);
		this.pictures.push(picture);
		this.frames.set(picture, frame);
		this.root.append(frame);
		this.root.parentElement.hidden = this.pictures.length < FEWEST;
		return picture;
	}

	/** Marks the picture that is shown. */
	mark(picture) {
		this.frames.forEach((frame, one) => frame.setAttribute('aria-pressed', String(one === picture)));
	}
}

/** Tells whether two files of one size have the same bytes. */
async function areSame(one, other) {
	const [bytes, others] = await Promise.all([one.arrayBuffer(), other.arrayBuffer()]);
	const expected = new Uint8Array(others);
	return new Uint8Array(bytes).every((byte, i) => byte === expected[i]);
}

async function draw({ file, width, height }, frame) {
	const bitmap = await createImageBitmap(file, {
		resizeHeight: HEIGHT,
		resizeWidth: Math.max(1, Math.round((HEIGHT * width) / height)),
		resizeQuality: 'medium',
	});
	const canvas = element('canvas', { width: bitmap.width, height: bitmap.height, 'aria-hidden': 'true' });
	canvas.getContext('2d').drawImage(bitmap, 0, 0);
	bitmap.close();
	frame.append(canvas);
}
