// One image through one model: its reconstruction, its latent, and what both cost. Or a latent that was made elsewhere.

import { send } from './api.js';
import { Divider } from './divider.js';
import { busy, byId, element, paint, say } from './dom.js';
import { hint } from './hint.js';
import { Job, uploading } from './job.js';
import { Latent } from './latent.js';
import { LatentView } from './latent-view.js';
import { Look } from './look.js';
import { pixelsOf, sizeOf } from './picture.js';
import { showSizes } from './sizes.js';
import { Stage } from './stage.js';
import { work } from './tasks.js';
import { phasesOf, showTimes, totalOf } from './timing.js';
import { fixed, infinite } from './words.js';
import { Yardsticks } from './yardsticks.js';

const TICKS = [
	[0.2, 'structure'],
	[0.5, 'texture'],
	[1, 'content'],
];
const ORDERED =
	'This model orders its channels: the first hold the shapes of things, the later ones their details. The marks are a fifth, half and all of them; what such a part is called is a rule of thumb.';
const JPEG_QUALITY = 0.9;
const BITS = 16;

export class One {
	/**
	 * @param models to choose from
	 * @param options of the requests
	 * @param onChange told when there is something else on screen
	 * @param onMeasured told of each measured reconstruction, as a row of the session
	 */
	constructor(models, options, onChange, onMeasured) {
		this.models = models;
		this.options = options;
		this.onChange = onChange;
		this.onMeasured = onMeasured;
		this.root = byId('stage-one');
		this.stage = new Stage(this.root, byId('one-tools'));
		this.divider = new Divider(this.stage, byId('divider'), this.root.querySelector('.made'), 'original');
		this.look = new Look(this.stage, () => this.onChange());
		this.yardsticks = new Yardsticks((right) => this.showRight(right));
		this.job = new Job(this.root);
		this.view = new LatentView();
		/** What is shown: a picture, or a file with a latent. */
		this.subject = null;
		/** What was asked for last, unless it failed or was cancelled. */
		this.asked = null;
		this.model = null;
		this.latent = null;
		this.made = null;
		/** The picture that the reconstruction is compared with: the one that was chosen, cropped or resized as asked. */
		this.compared = null;
		/** How many channels were asked for; null for all. */
		this.wished = null;
		const slider = byId('channel-slider');
		slider.addEventListener('input', () => this.keep(Number(slider.value)));
		byId('channel-label').append(hint('structure, texture and content', ORDERED));
		this.clear();
	}

	part(name) {
		return this.root.querySelector(`[data-picture=${name}]`);
	}

	/** Takes another picture or latent, or the same again through another model or with other options. */
	async show(subject) {
		const model = this.models.one;
		const wanted = this.options.params;
		const options = JSON.stringify(wanted);
		const same = (asked) => asked?.subject === subject && asked.id === model.id && asked.options === options;
		if (!subject || !model || same(this.asked)) {
			return;
		}
		const asked = (this.asked = { subject, id: model.id, options });
		if (subject !== this.subject) {
			this.subject = subject;
			this.clear();
			this.onChange();
			this.part('made').hidden = true;
			this.part('original').hidden = true;
			if (!subject.isLatent) {
				this.put('original', subject.file);
				this.stage.resize(subject.width, subject.height);
			}
		}
		this.model = model;
		this.wanted = wanted;
		this.latent = null;
		this.decoded = new Map();
		const done = await this.job.run(
			(signal, tell) => this.through(subject, model, wanted, signal, tell),
			() => this.show(subject),
			subject.name,
		);
		if (!done && this.asked === asked) {
			this.asked = null;
		}
	}

	clear() {
		this.made = null;
		this.compared = null;
		this.divider.hide();
		this.look.show(null);
		this.yardsticks.clear();
		this.tags(false);
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

	/** Shows a file in an image, and lets go of what it showed before. */
	put(name, blob) {
		const image = this.part(name);
		const before = image.src;
		image.src = URL.createObjectURL(blob);
		image.hidden = false;
		if (before.startsWith('blob:')) {
			URL.revokeObjectURL(before);
		}
	}

	tags(are) {
		this.root.querySelectorAll('.tag').forEach((tag) => {
			tag.hidden = !are;
		});
	}

	async through(subject, model, wanted, signal, tell) {
		const { latent, phases } = subject.isLatent
			? { latent: subject.latent, phases: null }
			: await this.encode(subject, model, wanted, signal, uploading(tell, 'Encoding'));
		const compared = subject.isLatent ? null : await subject.fitted(wanted.fit, latent.picture);
		signal.throwIfAborted();
		this.latent = latent;
		this.encoding = phases;
		const before = this.compared;
		this.compared = compared;
		if (this.compared && this.compared !== before) {
			this.put('original', this.compared.file);
			this.fileSizes = this.measureFiles(this.compared);
		}
		this.channels = model.structured ? Math.min(this.wished ?? latent.channels, latent.channels) : latent.channels;
		this.shown = 0;
		this.view.keep(this.channels);
		this.view.show(latent);
		this.offerChannels(model);
		await this.decodeWanted(signal, tell);
		return true;
	}

	/** The latent of a picture. */
	async encode(picture, model, wanted, signal, onUpload) {
		const answer = await send('v1/encode', {
			params: { model: model.id, ...wanted },
			body: picture.file,
			headers: { 'Content-Type': picture.type, Accept: 'application/json' },
			signal,
			onUpload,
		});
		return { latent: Latent.ofJson(JSON.parse(await answer.blob.text())), phases: phasesOf(answer) };
	}

	offerChannels(model) {
		const { channels } = this.latent;
		byId('channels').hidden = !model.structured;
		const slider = byId('channel-slider');
		slider.max = channels;
		slider.value = this.channels;
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
		const { channels } = this.latent;
		byId('channel-count').textContent = `${this.channels} of ${channels}`;
		this.models.keep(this.model.id, this.channels / channels);
	}

	/** Decodes from the first channels alone; while one decoding runs the last wish alone waits. */
	keep(channels) {
		if (!this.latent) {
			return;
		}
		this.channels = channels;
		this.wished = channels === this.latent.channels ? null : channels;
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
				const { decoded } = this;
				if (!decoded.has(channels)) {
					decoded.set(channels, await this.decode(this, channels, 'image/png', signal));
				}
				await this.present(channels, decoded.get(channels), signal);
			}
		} finally {
			if (this.decoding === signal) {
				this.decoding = null;
			}
		}
	}

	/** The picture of the first channels. A file that was chosen goes as it is, so that the service reads what it says. */
	async decode({ subject, latent, model, wanted }, channels, type, signal) {
		const whole = subject.isLatent && channels === latent.channels;
		const body = whole ? subject.file : latent.front(channels);
		const answer = await send('v1/decode', {
			params: {
				model: model.id,
				...(whole ? {} : latent.describe(channels)),
				tile: wanted.tile,
				// Otherwise the latent says itself whether it is scaled.
				...(subject.isLatent && wanted.scaled ? { scaled: wanted.scaled } : {}),
			},
			body,
			headers: { 'Content-Type': whole ? subject.type : 'application/octet-stream', Accept: type },
			signal,
		});
		return { blob: answer.blob, phases: phasesOf(answer) };
	}

	async present(channels, { blob, phases }, signal) {
		const { subject, compared } = this;
		const { width, height } = compared ?? (await sizeOf(blob));
		signal.throwIfAborted();
		this.shown = channels;
		const made = (this.made = {
			blob,
			channels,
			phases,
			model: this.model,
			latent: this.latent,
			wanted: this.wanted,
			subject,
			compared,
		});
		this.put('made', blob);
		this.stage.resize(width, height);
		this.tags(compared !== null);
		compared ? this.divider.show() : this.divider.hide();
		showTimes(byId('time'), [
			...(this.encoding ? [{ name: 'encode', phases: this.encoding }] : []),
			{ name: 'decode', phases },
		]);
		figure('bits', fixed((channels * this.latent.plane * BITS) / (width * height), 2));
		if (compared) {
			this.measure(made, compared, this.encoding);
		} else {
			say(`${made.model.id} decoded ${subject.name}: ${width} × ${height}`);
		}
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

	async measure(made, picture, encoding) {
		busy(byId('quality'), true);
		const values = made.channels * made.latent.plane;
		const { width, height } = picture;
		const [one, other, sizes] = await Promise.all([picture.pixels(), pixelsOf(made.blob), this.fileSizes]);
		const { psnr, ssim } = await work('fidelity', { one, other, width, height });
		if (this.made !== made) {
			return;
		}
		figure('psnr', infinite(psnr, 2), Number.isFinite(psnr) ? 'dB' : undefined);
		figure('ssim', fixed(ssim, 3));
		busy(byId('quality'), false);
		this.right = { one, made: other };
		this.yardsticks.show(picture, (values * BITS) / 8, { psnr, ssim });
		this.showRight(null);
		showSizes(byId('size'), [
			{ key: 'png', name: 'PNG', bytes: sizes.png },
			{ key: 'jpeg', name: 'JPEG, quality 90', bytes: sizes.jpeg },
			{ key: 'float32', name: 'Latent, fp32', bytes: values * 4, latent: true },
			{ key: 'float16', name: 'Latent, fp16', bytes: values * 2, latent: true },
		]);
		say(`${made.model.id}, ${made.channels} channels: ${infinite(psnr, 2)} dB, SSIM ${fixed(ssim, 3)}`);
		this.onMeasured(this.rowOf(made, { psnr, ssim }, encoding));
	}

	/** A measured reconstruction as a row of the session. */
	rowOf({ subject, compared, model, wanted, latent, channels, phases }, { psnr, ssim }, encoding) {
		return {
			picture: subject,
			name: subject.name,
			width: compared.width,
			height: compared.height,
			model: model.id,
			options: said(wanted),
			channels,
			psnr,
			ssim,
			bits: (channels * latent.plane * BITS) / (compared.width * compared.height),
			bytes: (channels * latent.plane * BITS) / 8,
			encode: totalOf(encoding),
			decode: totalOf(phases),
		};
	}

	/** Measures a picture without showing it. */
	async examine(picture, signal) {
		const model = this.models.one;
		// Others may be chosen meanwhile.
		const wanted = this.options.params;
		const { latent, phases: encoding } = await this.encode(picture, model, wanted, signal);
		const compared = await picture.fitted(wanted.fit, latent.picture);
		const answer = await send('v1/decode', {
			params: { model: model.id, ...latent.describe(latent.channels), tile: wanted.tile },
			body: latent.front(latent.channels),
			headers: { 'Content-Type': 'application/octet-stream', Accept: 'image/png' },
			signal,
		});
		const [one, other] = await Promise.all([compared.pixels(), pixelsOf(answer.blob)]);
		const measured = await work('fidelity', { one, other, width: compared.width, height: compared.height });
		const { channels } = latent;
		const made = { subject: picture, compared, model, wanted, latent, channels, phases: phasesOf(answer) };
		return this.rowOf(made, measured, encoding);
	}

	/** Lays the reconstruction at the right, or a file that takes as many bytes. */
	async showRight(file) {
		const { made, right } = this;
		if (!made?.compared || !right) {
			return;
		}
		const { width, height } = made.compared;
		const other = file ? await pixelsOf(file.blob, width, height) : right.made;
		if (this.made !== made || this.right !== right) {
			return;
		}
		const canvas = this.part('yardstick');
		canvas.hidden = !file;
		if (file) {
			paint(canvas, other, width, height);
		}
		const name = file?.name ?? 'reconstruction';
		this.root.querySelector('.tag.end').textContent = name;
		this.look.show({ one: right.one, other, width, height, name });
	}

	/** What the address keeps besides the model and the options. */
	get state() {
		const { way, gain } = this.look;
		return { channels: this.wished, ...(way === 'image' ? {} : { look: way, gain }) };
	}

	/** Shows what an address says. */
	restore(params) {
		this.look.choose(params.get('look') ?? 'image', Number(params.get('gain') ?? this.look.gain));
		const wished = Number(params.get('channels'));
		this.wished = Number.isInteger(wished) && wished > 0 ? wished : null;
		const { latent, model } = this;
		if (latent && model.structured && model.id === this.models.one?.id) {
			const channels = Math.min(this.wished ?? latent.channels, latent.channels);
			byId('channel-slider').value = channels;
			this.keep(channels);
		}
	}

	get params() {
		const all = !this.latent || this.channels === this.latent.channels;
		return { model: this.models.one?.id, channels: all ? undefined : this.channels };
	}

	/** What is on screen, as one call. */
	get call() {
		const { subject } = this;
		const notes = subject?.note ? [`${subject.name}: ${subject.note}, see the downloads`] : [];
		if (subject?.isLatent) {
			return {
				path: 'v1/decode',
				params: { model: this.models.one?.id, ...this.options.some('tile', 'scaled') },
				file: subject,
				output: 'decoded.png',
				notes,
			};
		}
		const { dtype, scaled } = this.options.params;
		return {
			path: 'v1/reconstruct',
			params: { ...this.params, ...this.options.some('fit', 'tile') },
			file: subject ?? { name: 'picture.png', type: 'image/png' },
			output: 'reconstruction.png',
			notes: [
				...notes,
				...(dtype || scaled ? ['v1/encode and v1/decode, by way of a latent, have dtype and scaled, too'] : []),
			],
		};
	}

	get downloads() {
		if (!this.made) {
			return [];
		}
		const { made } = this;
		const { subject, latent } = made;
		const name = `${subject.stem}.${made.model.id}`;
		const file = (label, blob, ending) => ({
			label,
			file: async () => ({ blob: await blob(), name: `${name}.${ending}` }),
		});
		const encoded = (type) => () => this.encoded(made, type);
		return [
			{
				name: 'Latent',
				items: [
					...(subject.isLatent
						? []
						: [
								file('safetensors', encoded('application/x-safetensors'), 'safetensors'),
								// .npy knows no bfloat16.
								...(latent.dtype === 'bfloat16'
									? []
									: [file('npy', encoded('application/x-npy'), 'npy')]),
							]),
					file('CSV', async () => this.view.csv, 'channels.csv'),
				],
			},
			{
				name: subject.isLatent ? 'Image' : 'Reconstruction',
				items: [
					file('PNG', async () => made.blob, 'png'),
					file('WebP', async () => (await this.decode(made, made.channels, 'image/webp')).blob, 'webp'),
				],
			},
			...(subject.note
				? [
						{
							name: 'Image that was sent',
							items: [{ label: 'PNG', file: async () => ({ blob: subject.file, name: subject.name }) }],
						},
					]
				: []),
		];
	}

	async encoded({ subject, latent, model, wanted, channels }, type) {
		const answer = await send('v1/encode', {
			params: { model: model.id, channels: channels === latent.channels ? undefined : channels, ...wanted },
			body: subject.file,
			headers: { 'Content-Type': subject.type, Accept: type },
		});
		return answer.blob;
	}
}

/** Options that are not as usual, in words. */
function said(wanted) {
	return Object.entries(wanted)
		.map(([name, value]) => `${name}=${value}`)
		.join(' ');
}

function figure(name, value, unit) {
	byId('quality')
		.querySelector(`[data-figure=${name}]`)
		.replaceChildren(value, ...(unit ? [' ', element('small', {}, unit)] : []));
}
