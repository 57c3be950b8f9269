// Where a picture comes from: a file that is chosen, dropped or pasted, or a sample.

import { send } from './api.js';
import { element } from './dom.js';
import { Picture } from './picture.js';
import { bytes } from './words.js';

const SAMPLES = ['astronaut', 'coffee'];

export class Source {
	/**
	 * @param letter that the picture is called by where there are two
	 * @param onPicture told of each
	 * @param onFailure told why there is none
	 */
	constructor(root, letter, onPicture, onFailure) {
		this.onPicture = onPicture;
		this.onFailure = onFailure;
		this.picture = null;
		const input = element('input', { type: 'file', id: `file-${letter}`, accept: 'image/*', class: 'unseen' });
		input.addEventListener('change', () => {
			if (input.files.length > 0) {
				this.take(input.files[0], input.files[0].name);
			}
			input.value = '';
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
				'Choose an image',
			),
			element('span', { class: 'or' }, 'drop or paste one, or look at'),
			...this.samples,
			this.about,
		);
		this.forget();
	}

	forget() {
		this.about.replaceChildren();
	}

	async sample(name, button) {
		try {
			const answer = await send(`samples/${name}.jpg`);
			await this.take(new Blob([answer.blob], { type: 'image/jpeg' }), `${name}.jpg`, button);
		} catch (failure) {
			this.onFailure(failure);
		}
	}

	/** Takes a file. */
	async take(file, name, button = null) {
		try {
			const picture = await Picture.of(file, name);
			this.picture = picture;
			this.samples.forEach((sample) => sample.setAttribute('aria-pressed', String(sample === button)));
			this.about.replaceChildren(
				element('b', {}, picture.name),
				` ${picture.width} × ${picture.height}, ${bytes(picture.file.size)}${picture.note ? `, ${picture.note}` : ''}`,
			);
			this.onPicture(picture);
		} catch (failure) {
			this.onFailure(failure);
		}
	}
}
