// Where a picture comes from: a file that is chosen, dropped or pasted, or a sample.

import { send } from './api.js';
import { element } from './dom.js';
import { showProblem } from './job.js';
import { LatentFile } from './latent.js';
import { Picture } from './picture.js';
import { isTensorName } from './tensors.js';

const SAMPLES = ['astronaut', 'coffee'];

export class Source {
	/**
	 * @param letter that the picture is called by where there are two
	 * @param film that keeps the pictures, if they are kept
	 * @param onPicture told of each that is chosen
	 */
	constructor(root, letter, { film, onPicture }) {
		this.film = film;
		this.onPicture = onPicture;
		this.picture = null;
		/** Counts the choices: what is read for an earlier one comes too late. */
		this.turn = 0;
		const input = element('input', {
			type: 'file',
			id: `file-${letter}`,
			accept: 'image/*,.safetensors,.npy',
			multiple: film !== undefined,
			class: 'unseen',
		});
		input.addEventListener('change', () => {
			const files = [...input.files];
			input.value = '';
			this.take(files);
		});
		this.about = element('p', { class: 'about' });
		this.samples = SAMPLES.map((name) => {
			const button = element(
				'button',
				{ type: 'button', class: 'sample', 'aria-pressed': 'false' },
				element('img', { src: `playground/${name}-thumb.jpg`, alt: '', width: 28, height: 28 }),
				name,
			);
			button.addEventListener('click', () => this.sample(name, button));
			return button;
		});
		root.append(
			element('span', { class: 'letter', 'data-mode': 'between' }, letter),
			input,
			element(
				'label',
				{ for: input.id, class: 'button' },
				element('span', { class: 'unseen', 'data-mode': 'between' }, `${letter}: `),
				film ? 'Choose images' : 'Choose an image',
			),
			element('span', { class: 'or' }, film ? 'drop or paste some, or look at' : 'or look at'),
			...this.samples,
			this.about,
		);
	}

	async sample(name, button) {
		const turn = ++this.turn;
		try {
			const answer = await send(`samples/${name}.jpg`);
			await this.take([new File([answer.blob], `${name}.jpg`, { type: 'image/jpeg' })], button, turn);
		} catch (failure) {
			if (turn === this.turn) {
				showProblem(failure, () => this.sample(name, button));
			}
		}
	}

	/** Takes files, and chooses the first that can be read. What cannot is told, and keeps no other from being taken. */
	async take(files, button = null, turn = ++this.turn) {
		const failures = [];
		let chosen = false;
		for (const file of files) {
			try {
				const picture = await (isTensorName(file.name) ? LatentFile : Picture).of(file, file.name);
				const kept = (await this.film?.add(picture)) ?? picture;
				if (!chosen && turn === this.turn) {
					this.choose(kept, button);
				}
				chosen = true;
			} catch (failure) {
				failures.push(failure);
			}
		}
		if (failures.length > 0) {
			showProblem(new Error(failures.map(({ message }) => message).join(' ')));
		}
	}

	/** Chooses a picture that was read. */
	choose(picture, button = null) {
		this.turn++;
		this.picture = picture;
		this.samples.forEach((sample) => sample.setAttribute('aria-pressed', String(sample === button)));
		this.about.replaceChildren(
			element('b', {}, picture.name),
			` ${picture.size}${picture.note ? `, ${picture.note}` : ''}`,
		);
		this.onPicture(picture);
	}
}
