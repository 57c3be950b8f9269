// Between two images: key-frames that are there before the slider moves, and the exact picture where it rests.

import { send } from './api.js';
import { byId, chosen, say } from './dom.js';
import { Job, uploading } from './job.js';
import { Stage } from './stage.js';
import { unzip } from './zip.js';

const MANY = 9;
const FEW = 5;
const LARGE = 1 << 20;
const REST = 250;

export class Between {
	constructor(models, onChange) {
		this.models = models;
		this.onChange = onChange;
		this.stage = new Stage(byId('stage-between'), byId('between-tools'));
		this.job = new Job(byId('stage-between'));
		this.first = null;
		this.second = null;
		/** What was asked for last, unless it failed or was cancelled. */
		this.asked = [];
		/** The key-frames of what is asked for; null until they are there. */
		this.frames = null;
		/** The key-frames that came last, of which some may be on screen or still on their way to it. */
		this.last = [];
		this.alpha = 0.5;
		const slider = byId('alpha-slider');
		slider.addEventListener('input', () => this.move(Number(slider.value)));
		byId('path-mode').addEventListener('change', () => this.run());
	}

	/** Takes two pictures; the second in the size of the first. */
	async show(first, second) {
		if (!first || !second || !this.models.one) {
			return;
		}
		const asked = [first, second, this.models.one.id];
		if (asked.every((one, i) => one === this.asked[i])) {
			return;
		}
		this.asked = asked;
		const fitting =
			first.width === second.width && first.height === second.height
				? second
				: await second.covering(first.width, first.height);
		if (this.asked === asked) {
			this.first = first;
			this.second = fitting;
			await this.run();
		}
	}

	get mode() {
		return chosen(byId('path-mode'));
	}

	async run() {
		const { first, second, asked } = this;
		if (first && second) {
			this.frames = null;
			// What rests would ask in the place of the key-frames.
			clearTimeout(this.resting);
			byId('stage-between').dataset.exact = 'false';
			const done = await this.job.run(
				(signal, tell) => this.prefetch(first, second, signal, tell),
				() => this.run(),
				`${first.name} and ${second.name}`,
			);
			if (!done && this.asked === asked) {
				this.asked = [];
			}
		}
	}

	form() {
		const form = new FormData();
		form.append('image', this.first.file, this.first.name);
		form.append('image', this.second.file, this.second.name);
		return form;
	}

	async prefetch(first, second, signal, tell) {
		const many = first.width * first.height > LARGE ? FEW : MANY;
		const alphas = Array.from({ length: many }, (_, i) => i / (many - 1));
		const answer = await send('v1/interpolate', {
			params: { model: this.models.one.id, mode: this.mode, alpha: alphas, format: 'jpeg', quality: 92 },
			body: this.form(),
			headers: { Accept: 'application/zip' },
			signal,
			onUpload: uploading(tell, 'Going from A to B'),
		});
		const files = await unzip(answer.blob, 'image/jpeg');
		signal.throwIfAborted();
		const before = this.last;
		this.frames = this.last = [...files.values()].map((file) => URL.createObjectURL(file));
		this.stage.resize(first.width, first.height);
		byId('alpha').hidden = false;
		this.move(this.alpha);
		before.forEach((frame) => URL.revokeObjectURL(frame));
		say(`${many} pictures from A to B`);
		return true;
	}

	/** Shows the two key-frames that lie around a place, the second as far as the place is on its way to it. */
	move(alpha) {
		this.alpha = alpha;
		byId('alpha-value').textContent = `${Math.round(alpha * 100)} %`;
		clearTimeout(this.resting);
		if (!this.frames) {
			return;
		}
		const place = alpha * (this.frames.length - 1);
		const under = Math.min(Math.floor(place), this.frames.length - 2);
		const [low, high] = this.pair;
		show(low, this.frames[under]);
		show(high, this.frames[under + 1]);
		high.style.opacity = place - under;
		byId('stage-between').dataset.exact = 'false';
		this.onChange();
		this.resting = setTimeout(() => this.rest(), REST);
	}

	get pair() {
		return ['under', 'over'].map((name) => byId('stage-between').querySelector(`[data-picture=${name}]`));
	}

	/** Where the slider stands still the picture is the service's own, not one between two key-frames. */
	async rest() {
		const { alpha, frames } = this;
		await this.job.run(
			async (signal, tell) => {
				tell('Decoding');
				const answer = await send('v1/interpolate', {
					params: this.params,
					body: this.form(),
					headers: { Accept: 'image/png' },
					signal,
				});
				if (this.alpha === alpha && this.frames === frames) {
					const [, high] = this.pair;
					URL.revokeObjectURL(this.exact);
					this.exact = URL.createObjectURL(answer.blob);
					show(high, this.exact);
					high.style.opacity = 1;
					byId('stage-between').dataset.exact = 'true';
					this.onChange();
				}
			},
			() => this.rest(),
		);
	}

	get params() {
		return { model: this.models.one?.id, alpha: this.alpha, mode: this.mode };
	}

	/** What the address keeps besides the model. */
	get state() {
		return { alpha: this.alpha, path: this.mode === 'linear' ? null : this.mode };
	}

	/** Shows what an address says. */
	restore(params) {
		const path = params.get('path') === 'spherical' ? 'spherical' : 'linear';
		const alpha = Number(params.get('alpha') ?? this.alpha);
		const other = path !== this.mode;
		byId('path-mode').querySelector(`[value=${path}]`).checked = true;
		if (alpha >= 0 && alpha <= 1) {
			byId('alpha-slider').value = alpha;
			this.move(alpha);
		}
		if (other) {
			this.run();
		}
	}

	get call() {
		const [first, second] = [this.first, this.second].map(
			(picture, i) => picture ?? { name: `${'ab'[i]}.png`, type: 'image/png' },
		);
		return {
			path: 'v1/interpolate',
			params: this.params,
			files: [first, second],
			output: 'between.png',
			notes: [first, second]
				.filter((picture) => picture.note)
				.map((picture) => `${picture.name}: ${picture.note}, see the downloads`),
		};
	}

	get downloads() {
		if (!this.frames) {
			return [];
		}
		const name = `${this.first.stem}-${this.second.stem}-${Math.round(this.alpha * 100)}`;
		const as = async (type, ending) => {
			const answer = await send('v1/interpolate', {
				params: this.params,
				body: this.form(),
				headers: { Accept: type },
			});
			return { blob: answer.blob, name: `${name}.${ending}` };
		};
		return [
			{
				name: 'Picture between',
				items: [
					{ label: 'PNG', file: () => as('image/png', 'png') },
					{ label: 'WebP', file: () => as('image/webp', 'webp') },
				],
			},
			...[this.first, this.second]
				.filter((picture) => picture.note)
				.map((picture) => ({
					name: `Image ${picture === this.first ? 'A' : 'B'} as it was sent`,
					items: [{ label: 'PNG', file: async () => ({ blob: picture.file, name: picture.name }) }],
				})),
		];
	}
}

function show(image, address) {
	if (image.src !== address) {
		image.src = address;
		image.hidden = false;
	}
}
