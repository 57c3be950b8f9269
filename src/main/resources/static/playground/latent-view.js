// The latent, looked at: a heat map for each channel, and its principal components as colours.

import { byId, chosen, element } from './dom.js';
import { draw, drawColours, range, scheme } from './heat.js';
import { work } from './tasks.js';

const dark = matchMedia('(prefers-color-scheme: dark)');

export class LatentView {
	constructor() {
		this.latent = null;
		this.kept = 0;
		byId('heat-range').addEventListener('change', () => this.draw());
		dark.addEventListener('change', () => this.draw());
	}

	async show(latent) {
		this.latent = latent;
		const { channels, height, width } = latent;
		byId('latent').hidden = false;
		byId('latent-shape').textContent = `${channels} channels of ${width} × ${height}`;
		const ranges = Array.from({ length: channels }, (_, c) => range(latent.channel(c)));
		this.maps = ranges.map(([least, most], c) => ({
			reach: Math.max(-least, most),
			canvas: element('canvas', {
				role: 'img',
				'aria-label': `Channel ${c}, from ${least.toFixed(2)} to ${most.toFixed(2)}`,
				title: `Channel ${c}: ${least.toFixed(2)} to ${most.toFixed(2)}`,
			}),
		}));
		byId('heat').style.setProperty('--cell', `${cell(channels)}px`);
		byId('heat').replaceChildren(
			...this.maps.map(({ canvas }, c) =>
				element('figure', {}, canvas, element('figcaption', { 'aria-hidden': 'true' }, String(c))),
			),
		);
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

	draw() {
		if (!this.latent) {
			return;
		}
		const { height, width } = this.latent;
		const colours = scheme();
		const own = chosen(byId('heat-range')) === 'own';
		const common = this.maps.reduce((most, { reach }) => Math.max(most, reach), 0);
		this.maps.forEach(({ canvas, reach }, c) =>
			draw(canvas, this.latent.channel(c), width, height, own ? reach : common, colours),
		);
		draw(
			byId('scale'),
			Float32Array.from({ length: 121 }, (_, i) => i / 60 - 1),
			121,
			1,
			1,
			colours,
		);
		byId('scale-low').textContent = own ? 'lowest' : `−${common.toFixed(2)}`;
		byId('scale-high').textContent = own ? 'highest' : `+${common.toFixed(2)}`;
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
