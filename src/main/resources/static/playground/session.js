// What was measured in this session: a table that is gone with the tab, and the same as CSV.

import { byId, element } from './dom.js';
import { showProblem } from './job.js';
import { save } from './downloads.js';
import { csv, sortable } from './table.js';
import { fixed, infinite, milliseconds } from './words.js';

const isSame = (one, other) => ['picture', 'model', 'options', 'channels'].every((name) => one[name] === other[name]);

export class Session {
	/**
	 * @param onPick told of the picture of a row
	 * @param examine measures a picture without showing it: a promise of its row
	 */
	constructor(onPick, examine) {
		this.onPick = onPick;
		this.examine = examine;
		this.rows = [];
		byId('session-csv').addEventListener('click', () => save({ blob: this.csv, name: 'session.csv' }));
		byId('measure-all').addEventListener('click', () => (this.measuring ? this.measuring.abort() : this.run()));
	}

	/** Takes a row, in the place of the same measured before. */
	add(row) {
		const at = this.rows.findIndex((one) => isSame(one, row));
		at < 0 ? this.rows.push(row) : (this.rows[at] = row);
		this.render();
	}

	/** Measures the pictures one after the other; a second press ends it. */
	async run() {
		const button = byId('measure-all');
		const controller = (this.measuring = new AbortController());
		const pictures = this.pictures();
		try {
			for (const [i, picture] of pictures.entries()) {
				button.textContent = `Stop at ${i + 1} of ${pictures.length}`;
				this.add(await this.examine(picture, controller.signal));
			}
		} catch (failure) {
			if (failure.name !== 'AbortError') {
				showProblem(failure, () => this.run());
			}
		} finally {
			this.measuring = null;
			button.textContent = 'Measure all';
		}
	}

	/** The pictures to measure; replaced by who has them. */
	pictures() {
		return [];
	}

	render() {
		byId('session').hidden = this.rows.length === 0;
		const number = (head, name, show, best) => ({
			head,
			value: (row) => row[name],
			show: (row) => show(row[name]),
			best,
		});
		const name = (row) => {
			const button = element('button', { type: 'button', class: 'link' }, row.name);
			button.addEventListener('click', () => this.onPick(row.picture));
			return [button, element('small', {}, `${row.width} × ${row.height}`)];
		};
		byId('session-table').replaceChildren(
			sortable(
				'What was measured in this session',
				[
					{ head: 'Image', value: (row) => row.name, show: name },
					{
						head: 'Model',
						value: (row) => row.model,
						show: (row) => [row.model, element('small', {}, row.options)],
					},
					number('Channels', 'channels', String),
					number('Bits per pixel, fp16', 'bits', (value) => fixed(value, 2)),
					number('PSNR, dB', 'psnr', (value) => infinite(value, 2), 'max'),
					number('SSIM', 'ssim', (value) => fixed(value, 3), 'max'),
					number('Encode', 'encode', milliseconds),
					number('Decode', 'decode', milliseconds),
				],
				this.rows,
			),
		);
	}

	get csv() {
		const names = {
			name: 'image',
			width: 'width',
			height: 'height',
			model: 'model',
			options: 'options',
			channels: 'channels',
			bytes: 'bytes, fp16',
			bits: 'bits per pixel, fp16',
			psnr: 'psnr',
			ssim: 'ssim',
			encode: 'encode, ms',
			decode: 'decode, ms',
		};
		return csv(
			Object.entries(names).map(([field, heading]) => ({ name: heading, value: (row) => row[field] })),
			this.rows,
		);
	}
}
