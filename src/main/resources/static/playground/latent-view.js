// The latent, looked at: a heat map for each channel, one of them enlarged with its figures, the figures of all, and its
// principal components as colours.

import { byId, chosen, element, shape } from './dom.js';
import { draw, drawColours, scheme } from './heat.js';
import { histogram, statistics } from './statistics.js';
import { csv, sortable } from './table.js';
import { work } from './tasks.js';
import { fixed } from './words.js';

const dark = matchMedia('(prefers-color-scheme: dark)');
const DIGITS = 3;

const FIGURES = [
	['mean', 'Mean'],
	['deviation', 'Deviation'],
	['least', 'Lowest'],
	['most', 'Highest'],
];

export class LatentView {
	constructor() {
		this.latent = null;
		this.kept = 0;
		/** The channel that is enlarged, or null. */
		this.open = null;
		byId('heat-range').addEventListener('change', () => this.draw());
		dark.addEventListener('change', () => this.draw());
		byId('channel-close').addEventListener('click', () => {
			const { open } = this;
			this.enlarge(null);
			byId('heat').children[open]?.focus();
		});
	}

	async show(latent) {
		this.latent = latent;
		const { channels, height, width } = latent;
		byId('latent').hidden = false;
		byId('latent-shape').textContent = `${latent.shape}, channels × height × width`;
		this.figures = Array.from({ length: channels }, (_, c) => ({ channel: c, ...statistics(latent.channel(c)) }));
		this.maps = this.figures.map(({ least, most }, c) => ({
			reach: Math.max(-least, most),
			canvas: element('canvas', {
				role: 'img',
				'aria-label': `Channel ${c}, from ${fixed(least, 2)} to ${fixed(most, 2)}`,
			}),
		}));
		this.common = Math.max(...this.maps.map(({ reach }) => reach));
		byId('heat').style.setProperty('--cell', `${cell(channels)}px`);
		byId('heat').replaceChildren(
			...this.maps.map(({ canvas }, c) => {
				const map = element(
					'button',
					{ type: 'button', class: 'map' },
					canvas,
					element('span', { 'aria-hidden': 'true' }, String(c)),
				);
				map.addEventListener('click', () => this.enlarge(c));
				return map;
			}),
		);
		this.showFigures();
		this.enlarge(this.open < channels ? this.open : null);
		this.draw();
		this.keep(this.kept);
		const { projections, explained } = await work('pca', { values: latent.values, channels });
		if (this.latent === latent) {
			drawColours(byId('pca'), projections, width, height);
			const share = explained.reduce((sum, part) => sum + part, 0);
			byId('pca-said').textContent =
				`Three principal components as red, green and blue: ${Math.round(share * 100)} % of the variance`;
		}
	}

	showFigures() {
		const all = statistics(this.latent.values);
		byId('latent-all').textContent =
			`All values: mean ${fixed(all.mean, DIGITS)}, deviation ${fixed(all.deviation, DIGITS)}, ` +
			`from ${fixed(all.least, DIGITS)} to ${fixed(all.most, DIGITS)}`;
		byId('latent-figures').replaceChildren(
			sortable(
				'Figures of each channel',
				[
					{ head: 'Channel', value: ({ channel }) => channel, show: ({ channel }) => String(channel) },
					...FIGURES.map(([name, head]) => ({
						head,
						value: (row) => row[name],
						show: (row) => fixed(row[name], DIGITS),
					})),
				],
				this.figures,
			),
		);
	}

	/** The figures of each channel as CSV. */
	get csv() {
		const names = ['channel', ...FIGURES.map(([name]) => name)];
		return csv(
			names.map((name) => ({ name, value: (row) => row[name] })),
			this.figures,
		);
	}

	/** Shows a channel as large as there is room, with its histogram; null for none. */
	enlarge(channel) {
		this.open = channel;
		byId('channel').hidden = channel === null;
		[...byId('heat').children].forEach((map, c) => map.setAttribute('aria-pressed', String(c === channel)));
		if (channel === null) {
			return;
		}
		const { mean, deviation, least, most } = this.figures[channel];
		byId('channel-title').textContent = `Channel ${channel}`;
		byId('channel-said').textContent =
			`mean ${fixed(mean, DIGITS)}, deviation ${fixed(deviation, DIGITS)}, from ${fixed(least, DIGITS)} to ${fixed(most, DIGITS)}`;
		const counts = histogram(this.latent.channel(channel), least, most);
		const tallest = Math.max(...counts);
		const bars = byId('channel-histogram');
		bars.setAttribute('viewBox', `0 0 ${counts.length} 40`);
		bars.setAttribute(
			'aria-label',
			`Histogram of channel ${channel}, from ${fixed(least, 2)} to ${fixed(most, 2)}`,
		);
		bars.replaceChildren(
			...counts.map((count, i) =>
				shape('rect', {
					x: i + 0.05,
					width: 0.9,
					y: 40 - (40 * count) / tallest,
					height: (40 * count) / tallest,
				}),
			),
		);
		this.drawOpen();
	}

	drawOpen() {
		if (this.open !== null) {
			const { height, width } = this.latent;
			const reach = this.reach(this.maps[this.open].reach);
			draw(byId('channel-map'), this.latent.channel(this.open), width, height, reach, scheme());
		}
	}

	/** The largest magnitude that the colours of a channel tell apart. @param own that of its values */
	reach(own) {
		return chosen(byId('heat-range')) === 'own' ? own : this.common;
	}

	draw() {
		if (!this.latent) {
			return;
		}
		const { height, width } = this.latent;
		const colours = scheme();
		const own = chosen(byId('heat-range')) === 'own';
		this.maps.forEach(({ canvas, reach }, c) =>
			draw(canvas, this.latent.channel(c), width, height, this.reach(reach), colours),
		);
		this.drawOpen();
		draw(
			byId('scale'),
			Float32Array.from({ length: 121 }, (_, i) => i / 60 - 1),
			121,
			1,
			1,
			colours,
		);
		byId('scale-low').textContent = own ? 'lowest' : `−${fixed(this.common, 2)}`;
		byId('scale-high').textContent = own ? 'highest' : `+${fixed(this.common, 2)}`;
	}

	/** Dims the channels that are left off. */
	keep(channels) {
		this.kept = channels;
		[...byId('heat').children].forEach((map, c) => map.classList.toggle('off', c >= channels));
	}
}

// Few channels are worth a closer look than many.
function cell(channels) {
	return channels <= 16 ? 104 : channels <= 64 ? 72 : 44;
}
