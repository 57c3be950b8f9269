// One image through one model: its reconstruction, its latent, and what both cost.

import { send } from './api.js';
import { Divider } from './divider.js';
import { busy, byId, chosen, element, say } from './dom.js';
import { Job, uploading } from './job.js';
import { Latent } from './latent.js';
import { LatentView } from './latent-view.js';
import { pixelsOf } from './picture.js';
import { showSizes } from './sizes.js';
import { Stage } from './stage.js';
import { work } from './tasks.js';
import { phasesOf, showTimes } from './timing.js';
import { fixed } from './words.js';

const TICKS = [
	[0.2, 'structure'],
	[0.5, 'texture'],
	[1, 'content'],
];
const JPEG_QUALITY = 0.9;

export class One {
	/** @param models to choose from. @param onChange told when there is something else on screen */
	constructor(models, onChange) {
		this.models = models;
		this.onChange = onChange;
		this.stage = new Stage(byId('stage-one'), byId('one-tools'));
		this.divider = new Divider(this.stage, byId('divider'), byId('stage-one').querySelector('.made'), 'original');
		this.job = new Job(byId('stage-one'));
		this.view = new LatentView();
		this.picture = null;
		/** What was asked for last, unless it failed or was cancelled. */
		this.asked = null;
		this.model = null;
		this.latent = null;
		this.made = null;
		const slider = byId('channel-slider');
		slider.addEventListener('input', () => this.keep(Number(slider.value)));
		this.clear();
	}

	image(name) {
		return byId('stage-one').querySelector(`[data-picture=${name}]`);
	}

	/** Takes another picture, or the same again through another model. */
	async show(picture) {
		const model = this.models.one;
		if (!picture || !model || (this.asked?.picture === picture && this.asked.id === model.id)) {
			return;
		}
		const asked = (this.asked = { picture, id: model.id });
		if (picture !== this.picture) {
			this.picture = picture;
			this.clear();
			this.onChange();
			put(this.image('original'), picture.file);
			this.stage.resize(picture.width, picture.height);
			this.image('made').hidden = true;
			this.fileSizes = this.measureFiles(picture);
		}
		this.model = model;
		this.latent = null;
		this.decoded = new Map();
		const done = await this.job.run(
			(signal, tell) => this.through(picture, model, signal, tell),
			() => this.show(picture),
		);
		if (!done && this.asked === asked) {
			this.asked = null;
		}
	}

	clear() {
		this.made = null;
		this.divider.handle.hidden = true;
		byId('stage-one')
			.querySelectorAll('.tag')
			.forEach((tag) => {
				tag.hidden = true;
			});
		byId('channels').hidden = true;
		byId('latent').hidden = true;
		['psnr', 'ssim', 'bits'].forEach((name) => figure(name, '–'));
		busy(byId('quality'), false);
		byId('size').replaceChildren(
			element('p', { class: 'note' }, 'Bytes as an image file against bytes as a latent.'),
		);
		byId('time').replaceChildren(
			element('p', { class: 'note' }, 'Milliseconds by phase, as the service tells them.'),
		);
	}

	async through(picture, model, signal, tell) {
		const answer = await send('v1/encode', {
			params: { model: model.id },
			body: picture.file,
			headers: { 'Content-Type': picture.type, Accept: 'application/json' },
			signal,
			onUpload: uploading(tell, 'Encoding'),
		});
		this.latent = new Latent(JSON.parse(await answer.blob.text()));
		this.encoding = phasesOf(answer);
		this.channels = this.latent.channels;
		this.shown = 0;
		this.view.keep(this.channels);
		this.view.show(this.latent);
		this.offerChannels(model);
		await this.decodeWanted(signal, tell);
		return true;
	}

	offerChannels(model) {
		const { channels } = this.latent;
		byId('channels').hidden = !model.structured;
		const slider = byId('channel-slider');
		slider.max = channels;
		slider.value = channels;
		byId('channel-ticks').replaceChildren(
			...TICKS.map(([part, word]) => {
				const at = Math.max(1, Math.round(part * channels));
				const tick = element(
					'button',
					{ type: 'button', title: `The first ${at} channels` },
					word,
					element('small', {}, `${part * 100} %`),
				);
				tick.style.setProperty('--at', (at - 1) / Math.max(1, channels - 1));
				tick.addEventListener('click', () => {
					slider.value = at;
					this.keep(at);
				});
				return tick;
			}),
		);
		this.tellChannels();
	}

	tellChannels() {
		byId('channel-count').textContent = `${this.channels} of ${this.latent.channels}`;
	}

	/** Decodes from the first channels alone; while one decoding runs the last wish alone waits. */
	keep(channels) {
		if (!this.latent) {
			return;
		}
		this.channels = channels;
		this.tellChannels();
		this.view.keep(channels);
		if (!this.decoding) {
			this.job.run(
				(signal, tell) => this.decodeWanted(signal, tell),
				() => this.keep(channels),
			);
		}
	}

	async decodeWanted(signal, tell) {
		this.decoding = signal;
		try {
			while (this.shown !== this.channels) {
				signal.throwIfAborted();
				tell('Decoding');
				const channels = this.channels;
				this.present(channels, await this.decode(channels, signal));
			}
		} finally {
			if (this.decoding === signal) {
				this.decoding = null;
			}
		}
	}

	async decode(channels, signal) {
		if (!this.decoded.has(channels)) {
			const answer = await send('v1/decode', {
				params: { model: this.model.id, ...this.latent.describe(channels) },
				body: this.latent.front(channels),
				headers: { 'Content-Type': 'application/octet-stream', Accept: 'image/png' },
				signal,
			});
			this.decoded.set(channels, { blob: answer.blob, phases: phasesOf(answer) });
		}
		return this.decoded.get(channels);
	}

	present(channels, { blob, phases }) {
		this.shown = channels;
		this.made = { blob, channels, model: this.model, picture: this.picture };
		put(this.image('made'), blob);
		this.stage.resize(this.picture.width, this.picture.height);
		byId('stage-one')
			.querySelectorAll('.tag')
			.forEach((tag) => {
				tag.hidden = false;
			});
		this.divider.show();
		showTimes(byId('time'), [
			{ name: 'encode', phases: this.encoding },
			{ name: 'decode', phases },
		]);
		this.measure(this.made, this.picture);
		this.onChange();
	}

	/** The bytes of the picture as files, which do not change with the model. */
	async measureFiles(picture) {
		const [png, jpeg] = await Promise.all([
			picture.bytesAs('image/png'),
			picture.bytesAs('image/jpeg', JPEG_QUALITY),
		]);
		return { png, jpeg };
	}

	async measure(made, picture) {
		busy(byId('quality'), true);
		const values = made.channels * this.latent.plane;
		figure('bits', fixed((values * 16) / (picture.width * picture.height), 2));
		const [one, other, sizes] = await Promise.all([picture.pixels(), pixelsOf(made.blob), this.fileSizes]);
		const { psnr, ssim } = await work('fidelity', { one, other, width: picture.width, height: picture.height });
		if (this.made !== made) {
			return;
		}
		figure('psnr', Number.isFinite(psnr) ? fixed(psnr, 2) : '∞', 'dB');
		figure('ssim', fixed(ssim, 3));
		busy(byId('quality'), false);
		showSizes(byId('size'), [
			{ key: 'png', name: 'PNG', bytes: sizes.png },
			{ key: 'jpeg', name: 'JPEG, quality 90', bytes: sizes.jpeg },
			{ key: 'float32', name: 'Latent, fp32', bytes: values * 4, latent: true },
			{ key: 'float16', name: 'Latent, fp16', bytes: values * 2, latent: true },
		]);
		say(`${made.model.id}, ${made.channels} channels: ${fixed(psnr, 2)} dB, SSIM ${fixed(ssim, 3)}`);
	}

	get isReady() {
		return this.picture !== null;
	}

	get params() {
		const all = !this.latent || this.channels === this.latent.channels;
		return { model: this.models.one?.id, channels: all ? undefined : this.channels };
	}

	/** What is on screen, as one call. */
	get call() {
		const { picture } = this;
		return {
			path: 'v1/reconstruct',
			params: this.params,
			file: picture ?? { name: 'picture.png', type: 'image/png' },
			output: 'reconstruction.png',
			notes: picture?.note ? [`${picture.name}: ${picture.note}, see the downloads`] : [],
		};
	}

	get downloads() {
		if (!this.made) {
			return [];
		}
		const name = `${this.picture.stem}.${this.made.model.id}`;
		const dtype = element(
			'fieldset',
			{ class: 'segments', id: 'latent-dtype' },
			element('legend', { class: 'unseen' }, 'Type of the values'),
			...[
				['float32', 'fp32'],
				['float16', 'fp16'],
			].map(([value, word], i) =>
				element('label', {}, element('input', { type: 'radio', name: 'dtype', value, checked: i === 0 }), word),
			),
		);
		const latent = (label, type, ending) => ({
			label,
			file: () => this.encoded(type, chosen(dtype)).then((blob) => ({ blob, name: `${name}.${ending}` })),
		});
		return [
			{
				name: 'Latent',
				extra: dtype,
				items: [
					latent('safetensors', 'application/x-safetensors', 'safetensors'),
					latent('npy', 'application/x-npy', 'npy'),
				],
			},
			{
				name: 'Reconstruction',
				items: [
					{ label: 'PNG', file: async () => ({ blob: this.made.blob, name: `${name}.png` }) },
					{
						label: 'WebP',
						file: () => this.redecoded('image/webp').then((blob) => ({ blob, name: `${name}.webp` })),
					},
				],
			},
			...(this.picture.note
				? [
						{
							name: 'Image that was sent',
							items: [
								{
									label: 'PNG',
									file: async () => ({ blob: this.picture.file, name: this.picture.name }),
								},
							],
						},
					]
				: []),
		];
	}

	async encoded(type, dtype) {
		const answer = await send('v1/encode', {
			params: { ...this.params, dtype },
			body: this.picture.file,
			headers: { 'Content-Type': this.picture.type, Accept: type },
		});
		return answer.blob;
	}

	async redecoded(type) {
		const { channels } = this.made;
		const answer = await send('v1/decode', {
			params: { model: this.made.model.id, ...this.latent.describe(channels) },
			body: this.latent.front(channels),
			headers: { 'Content-Type': 'application/octet-stream', Accept: type },
		});
		return answer.blob;
	}
}

/** Shows a file in an image, and lets go of what it showed before. */
export function put(image, blob) {
	const before = image.src;
	image.src = URL.createObjectURL(blob);
	image.hidden = false;
	if (before.startsWith('blob:')) {
		URL.revokeObjectURL(before);
	}
}

function figure(name, value, unit) {
	byId('quality')
		.querySelector(`[data-figure=${name}]`)
		.replaceChildren(value, ...(unit ? [' ', element('small', {}, unit)] : []));
}
