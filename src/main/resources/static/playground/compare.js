// One image through several models: a contact sheet, and a table.

import { json, send } from './api.js';
import { byId, element, say } from './dom.js';
import { Job, uploading } from './job.js';
import { put } from './one.js';
import { Stage } from './stage.js';
import { about, fixed } from './words.js';

export class Compare {
	constructor(models, onChange) {
		this.models = models;
		this.onChange = onChange;
		this.stage = new Stage(byId('stage-compare'));
		this.job = new Job(byId('stage-compare'));
		this.picture = null;
		this.sheet = null;
		byId('compare-run').addEventListener('click', () => this.run());
	}

	show(picture) {
		if (picture && picture !== this.picture && this.models.ids.length > 0) {
			this.picture = picture;
			this.run();
		}
		this.refresh();
	}

	refresh() {
		byId('compare-run').disabled = !this.picture || this.models.ids.length === 0;
		byId('compare-run').textContent =
			`Compare ${this.models.ids.length === 1 ? 'one model' : `${this.models.ids.length} models`}`;
		this.onChange();
	}

	async run() {
		const { picture } = this;
		const { ids } = this.models;
		if (picture && ids.length > 0) {
			await this.job.run(
				(signal, tell) => this.through(picture, ids, signal, tell),
				() => this.run(),
			);
		}
	}

	async through(picture, ids, signal, tell) {
		const call = (accept) => ({
			params: { model: ids },
			body: picture.file,
			headers: { 'Content-Type': picture.type, Accept: accept },
			signal,
		});
		// At the same time, so that both ride in the same batches.
		const [sheet, table] = await Promise.all([
			send('v1/compare', { ...call('image/png'), onUpload: uploading(tell, 'Comparing') }),
			json('v1/compare', call('application/json')),
		]);
		const image = byId('stage-compare').querySelector('img');
		const bitmap = await createImageBitmap(sheet.blob);
		image.alt = `The original and its reconstructions by ${ids.join(', ')}`;
		put(image, sheet.blob);
		this.stage.resize(bitmap.width, bitmap.height);
		bitmap.close();
		this.sheet = sheet.blob;
		this.table = table;
		this.showTable(table.models);
		say(`Compared ${ids.length} models`);
		this.onChange();
	}

	showTable(rows) {
		const best = (name) => Math.max(...rows.map((row) => row[name] ?? Infinity));
		const psnr = best('psnr');
		const ssim = best('ssim');
		const hasLpips = rows.some((row) => row.lpips !== undefined);
		const cell = (text, isBest) => element('td', { class: isBest && rows.length > 1 ? 'best' : '' }, text);
		byId('compared').hidden = false;
		byId('compared').replaceChildren(
			element(
				'div',
				{ class: 'scroll', tabIndex: 0, role: 'region', 'aria-label': 'Measurements' },
				element(
					'table',
					{},
					element('caption', { class: 'unseen' }, 'What the models keep and lose'),
					element(
						'thead',
						{},
						element(
							'tr',
							{},
							...[
								'Model',
								'PSNR, dB',
								'SSIM',
								...(hasLpips ? ['LPIPS'] : []),
								'Latent',
								'Values',
								'Bits per pixel, fp16',
							].map((head) => element('th', { scope: 'col' }, head)),
						),
					),
					element(
						'tbody',
						{},
						...rows.map((row) =>
							element(
								'tr',
								{},
								element('th', { scope: 'row' }, row.model, element('small', {}, row.family)),
								cell(row.psnr === null ? '∞' : fixed(row.psnr, 2), (row.psnr ?? Infinity) === psnr),
								cell(fixed(row.ssim, 3), row.ssim === ssim),
								...(hasLpips ? [cell(fixed(row.lpips, 3))] : []),
								cell(row.latentShape.slice(1).join(' × ')),
								cell(`${about((row.width * row.height * 3) / row.values)}× fewer`),
								cell(fixed(row.bitsPerPixel.float16, 2)),
							),
						),
					),
				),
			),
		);
	}

	get call() {
		const { picture } = this;
		return {
			path: 'v1/compare',
			params: { model: this.models.ids },
			accept: 'image/png',
			file: picture ?? { name: 'picture.png', type: 'image/png' },
			output: 'comparison.png',
			notes: picture?.note ? [`${picture.name}: ${picture.note}`] : [],
		};
	}

	get downloads() {
		if (!this.sheet) {
			return [];
		}
		const name = `${this.picture.stem}.compared`;
		return [
			{
				name: 'Comparison',
				items: [
					{ label: 'PNG', file: async () => ({ blob: this.sheet, name: `${name}.png` }) },
					{
						label: 'JSON',
						file: async () => ({
							blob: new Blob([JSON.stringify(this.table, null, 2)], { type: 'application/json' }),
							name: `${name}.json`,
						}),
					},
				],
			},
		];
	}
}
