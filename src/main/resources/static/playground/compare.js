// One image through several models: linked panels, and a table.

import { send } from './api.js';
import { byId, element, say } from './dom.js';
import { Job, uploading } from './job.js';
import { MOST, Panels } from './panels.js';
import { csv, sortable } from './table.js';
import { about, fixed } from './words.js';
import { unzip } from './zip.js';

export class Compare {
	constructor(models, onChange) {
		this.models = models;
		this.onChange = onChange;
		this.panels = new Panels(() => this.onChange());
		this.job = new Job(byId('compare-place'));
		this.picture = null;
		this.table = null;
		this.urls = [];
		/** The models that have a panel, the one that was chosen first first. */
		this.shown = [];
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
				picture.name,
			);
		}
	}

	async through(picture, ids, signal, tell) {
		const answer = await this.ask(picture, ids, 'application/zip', { signal, tell });
		const files = await unzip(answer.blob, 'image/png');
		const table = JSON.parse(await files.get('report.json').text());
		signal.throwIfAborted();
		this.zip = answer.blob;
		this.table = table;
		this.compared = { picture, ids };
		const before = this.urls;
		const shown = (file, words) => ({ file, url: URL.createObjectURL(file), said: words });
		const pictures = new Map([
			['original', shown(picture.file, `${picture.width} × ${picture.height}`)],
			...table.models.map((row) => [row.model, shown(files.get(`${row.model}.png`), said(row))]),
		]);
		this.urls = [...pictures.values()].map(({ url }) => url);
		const still = this.shown.filter((id) => ids.includes(id));
		this.shown = [...still, ...ids.filter((id) => !still.includes(id))].slice(0, MOST);
		byId('stage-compare').hidden = true;
		byId('compared-view').hidden = false;
		this.panels.fill({ width: picture.width, height: picture.height }, pictures, this.inOrder);
		before.forEach((url) => URL.revokeObjectURL(url));
		this.showTable(table.models);
		say(`Compared ${ids.length} models`);
		this.onChange();
		return true;
	}

	ask(picture, ids, accept, { signal, tell } = {}) {
		return send('v1/compare', {
			params: { model: ids },
			body: picture.file,
			headers: { 'Content-Type': picture.type, Accept: accept },
			signal,
			onUpload: tell && uploading(tell, 'Comparing'),
		});
	}

	/** The models that have a panel, in the order of the service. */
	get inOrder() {
		return this.compared.ids.filter((id) => this.shown.includes(id));
	}

	/** Gives a model a panel, in place of the one that has had one for longest, or takes it away. */
	toggle(id, isShown) {
		this.shown = this.shown.filter((one) => one !== id);
		if (isShown) {
			this.shown = [...this.shown, id].slice(-MOST);
		}
		this.panels.choose(this.inOrder);
		byId('compared')
			.querySelectorAll('tbody input')
			.forEach((input) => {
				input.checked = this.shown.includes(input.value);
			});
	}

	showTable(rows) {
		const name = (row) => {
			const input = element('input', {
				type: 'checkbox',
				value: row.model,
				checked: this.shown.includes(row.model),
				'aria-label': `Show ${row.model} in a panel`,
			});
			input.addEventListener('change', () => this.toggle(row.model, input.checked));
			return element('label', {}, input, element('span', {}, row.model, element('small', {}, row.family)));
		};
		byId('compared').hidden = false;
		byId('compared').replaceChildren(
			element(
				'div',
				{ class: 'scroll', tabIndex: 0, role: 'region', 'aria-label': 'What each model loses' },
				sortable(
					'What each model loses',
					[
						{ head: 'Model', value: (row) => row.model, show: name },
						{
							head: 'PSNR, dB',
							// Null is infinite: nothing is lost.
							value: (row) => row.psnr ?? Infinity,
							show: (row) => (row.psnr === null ? '∞' : fixed(row.psnr, 2)),
							best: 'max',
						},
						{ head: 'SSIM', value: (row) => row.ssim, show: (row) => fixed(row.ssim, 3), best: 'max' },
						...(rows.some((row) => row.lpips !== undefined)
							? [
									{
										head: 'LPIPS',
										value: (row) => row.lpips,
										show: (row) => fixed(row.lpips, 3),
										best: 'min',
									},
								]
							: []),
						{
							head: 'Latent, c × h × w',
							value: (row) => row.values,
							show: (row) => row.latentShape.slice(1).join(' × '),
						},
						{
							head: 'Values',
							value: (row) => (row.width * row.height * 3) / row.values,
							show: (row) => `${about((row.width * row.height * 3) / row.values)}× fewer`,
						},
						{
							head: 'Bits per pixel, fp16',
							value: (row) => row.bitsPerPixel.float16,
							show: (row) => fixed(row.bitsPerPixel.float16, 2),
						},
					],
					rows,
				),
			),
		);
	}

	/** What the address keeps besides the models. */
	get state() {
		return { view: this.panels.way === 'wipe' ? 'wipe' : null };
	}

	/** Shows what an address says. */
	restore(params) {
		this.panels.show(params.get('view') === 'wipe' ? 'wipe' : 'panels');
	}

	get call() {
		const { picture } = this;
		return {
			path: 'v1/compare',
			params: { model: this.models.ids },
			accept: 'application/zip',
			file: picture ?? { name: 'picture.png', type: 'image/png' },
			output: 'comparison.zip',
			notes: picture?.note ? [`${picture.name}: ${picture.note}`] : [],
		};
	}

	get downloads() {
		if (!this.table) {
			return [];
		}
		const { table, zip } = this;
		const { picture, ids } = this.compared;
		const name = `${picture.stem}.compared`;
		const columns = [
			...['model', 'family', 'psnr', 'ssim', 'lpips', 'width', 'height', 'values'].map((key) => ({
				name: key,
				value: (row) => row[key],
			})),
			{ name: 'latent', value: (row) => row.latentShape.slice(1).join('x') },
			{ name: 'bits per pixel, fp16', value: (row) => row.bitsPerPixel.float16 },
		];
		return [
			{
				name: 'Images and report',
				items: [{ label: 'ZIP', file: async () => ({ blob: zip, name: `${name}.zip` }) }],
			},
			{
				name: 'Contact sheet',
				items: [
					{
						label: 'PNG',
						file: () =>
							this.ask(picture, ids, 'image/png').then(({ blob }) => ({ blob, name: `${name}.png` })),
					},
				],
			},
			{
				name: 'Numbers',
				items: [
					{ label: 'CSV', file: async () => ({ blob: csv(columns, table.models), name: `${name}.csv` }) },
					{
						label: 'JSON',
						file: async () => ({
							blob: new Blob([JSON.stringify(table, null, 2)], { type: 'application/json' }),
							name: `${name}.json`,
						}),
					},
				],
			},
		];
	}
}

function said(row) {
	const lpips = row.lpips === undefined ? '' : `, LPIPS ${fixed(row.lpips, 3)}`;
	return `${row.psnr === null ? '∞' : fixed(row.psnr, 2)} dB, SSIM ${fixed(row.ssim, 3)}${lpips}`;
}
