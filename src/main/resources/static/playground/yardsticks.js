// The reconstruction beside files of as many bytes: a table, in which one is chosen to be looked at.

import { busy, byId, element } from './dom.js';
import { work } from './tasks.js';
import { bytes, fixed, infinite } from './words.js';

const FILES = [
	['image/jpeg', 'JPEG'],
	['image/webp', 'WebP'],
];

export class Yardsticks {
	/** @param onChoose told which is to be looked at: null for the reconstruction, else its name and its file */
	constructor(onChoose) {
		this.onChoose = onChoose;
		this.chosen = null;
		this.made = new Map();
		this.wish = null;
	}

	/** Forgets all. */
	clear() {
		this.wish = null;
		this.made = new Map();
		this.chosen = null;
		byId('yardsticks').replaceChildren();
	}

	/**
	 * Shows the reconstruction's row, and makes the files. While some are made the last wish alone waits.
	 * @param picture that files are made of
	 * @param size of the latent, in bytes
	 * @param own the reconstruction's psnr and ssim
	 */
	show(picture, size, own) {
		this.wish = { picture, size, own };
		if (!this.isMaking) {
			this.makeWished();
		}
	}

	async makeWished() {
		this.isMaking = true;
		busy(byId('yardsticks'), true);
		try {
			for (let wish = this.wish; wish; wish = this.wish === wish ? null : this.wish) {
				const made = await this.make(wish);
				if (this.wish === wish) {
					this.render(wish, made);
				}
			}
		} finally {
			this.isMaking = false;
			busy(byId('yardsticks'), false);
		}
	}

	async make({ picture, size }) {
		const one = await picture.pixels();
		const { width, height, file } = picture;
		const made = [];
		for (const [type, name] of FILES) {
			const found = await work('yardstick', { file, one, width, height, type, bytes: size });
			made.push({ name, found });
		}
		return made;
	}

	render({ size, own }, made) {
		this.made = new Map(made.filter(({ found }) => found).map(({ name, found }) => [name, found]));
		if (!this.made.has(this.chosen)) {
			this.chosen = null;
		}
		byId('yardsticks').replaceChildren(
			element('caption', { class: 'unseen' }, 'The reconstruction beside files of as many bytes'),
			element(
				'thead',
				{},
				element(
					'tr',
					{},
					...['At the right', 'Bytes', 'PSNR', 'SSIM'].map((head) => element('th', { scope: 'col' }, head)),
				),
			),
			element(
				'tbody',
				{},
				this.row(null, 'reconstruction', 'latent, fp16', size, own),
				...[...this.made].map(([name, found]) => this.row(name, name, said(found), found.bytes, found)),
			),
		);
		byId('yardsticks-none').textContent = made
			.filter(({ found }) => !found)
			.map(({ name }) => `This browser makes no ${name} so small.`)
			.join(' ');
		this.tell();
	}

	row(key, name, how, size, { psnr, ssim }) {
		const input = element('input', { type: 'radio', name: 'right', value: name, checked: key === this.chosen });
		input.addEventListener('change', () => {
			this.chosen = key;
			this.tell();
		});
		return element(
			'tr',
			{ 'data-yardstick': name },
			element(
				'th',
				{ scope: 'row' },
				element('label', {}, input, element('span', {}, name, element('small', {}, how))),
			),
			element('td', {}, bytes(size)),
			element('td', {}, infinite(psnr, 2)),
			element('td', {}, fixed(ssim, 3)),
		);
	}

	tell() {
		const found = this.made.get(this.chosen);
		this.onChoose(found ? { name: this.chosen, blob: found.blob } : null);
	}
}

function said({ quality, part }) {
	return `quality ${Math.round(quality * 100)}${part < 1 ? `, 1/${1 / part} of each side` : ''}`;
}
