// Ways to look at two pictures on each other: as they are, their difference, their edges; and the values under the
// pointer.

import { byId, chosen, paint } from './dom.js';
import { work } from './tasks.js';

const WAYS = ['image', 'signed', 'absolute', 'edges'];

export class Look {
	/** @param stage on which the pictures lie. @param onChange told when another way was chosen */
	constructor(stage, onChange) {
		this.stage = stage;
		this.onChange = onChange;
		this.pair = null;
		this.wish = null;
		byId('look').addEventListener('change', () => this.changed());
		byId('gain').addEventListener('input', () => this.changed());
		stage.onPoint = (point) => this.point(point);
	}

	get way() {
		return chosen(byId('look'));
	}

	get gain() {
		return 2 ** Number(byId('gain').value);
	}

	/** Chooses a way and a gain; what there is not stays out. */
	choose(way, gain) {
		if (WAYS.includes(way)) {
			byId('look').querySelector(`[value=${way}]`).checked = true;
		}
		const power = Math.log2(gain);
		if (Number.isInteger(power) && power >= 0 && power <= Number(byId('gain').max)) {
			byId('gain').value = power;
		}
		this.draw();
	}

	changed() {
		this.draw();
		this.onChange();
	}

	/** Takes two pictures of one size: pixels as RGBA and what the second is called; null for none. */
	show(pair) {
		this.pair = pair;
		this.point(null);
		this.draw();
	}

	canvas(name) {
		return this.stage.root.querySelector(`canvas[data-picture=${name}]`);
	}

	draw() {
		const { way, gain, pair } = this;
		byId('gain-of').hidden = way === 'image';
		byId('gain-value').textContent = `× ${gain}`;
		this.wish = pair && way !== 'image' ? { way, gain, pair } : null;
		if (this.wish === null) {
			['difference', 'edges-left', 'edges-right'].forEach((name) => {
				this.canvas(name).hidden = true;
			});
		} else if (!this.isDrawing) {
			this.drawWished();
		}
	}

	// While one is made the last wish alone waits.
	async drawWished() {
		this.isDrawing = true;
		try {
			for (let wish = this.wish; wish; wish = this.wish === wish ? null : this.wish) {
				const made = await this.make(wish);
				if (this.wish?.pair === wish.pair && this.wish.way === wish.way) {
					this.put(wish, made);
				}
			}
		} finally {
			this.isDrawing = false;
		}
	}

	make({ way, gain, pair: { one, other, width, height } }) {
		return way === 'edges'
			? Promise.all([one, other].map((pixels) => work('edges', { pixels, width, height, gain })))
			: work('difference', { one, other, gain, isSigned: way === 'signed' }).then((pixels) => [pixels]);
	}

	put({ way, gain, pair: { width, height } }, made) {
		const names = way === 'edges' ? ['edges-left', 'edges-right'] : ['difference'];
		['difference', 'edges-left', 'edges-right'].forEach((name) => {
			const canvas = this.canvas(name);
			const at = names.indexOf(name);
			canvas.hidden = at < 0;
			if (at >= 0) {
				paint(canvas, made[at], width, height);
				canvas.dataset.drawn = `${way} ${gain}`;
			}
		});
	}

	/** Tells the values of a pixel in both pictures. */
	point(point) {
		const probe = byId('probe');
		probe.hidden = !point || !this.pair;
		if (probe.hidden) {
			return;
		}
		const { one, other, width, name } = this.pair;
		const at = 4 * (point.y * width + point.x);
		const values = (pixels) => [...pixels.subarray(at, at + 3)];
		const [before, after] = [values(one), values(other)];
		const differences = after.map((value, c) => signed(value - before[c]));
		probe.textContent = `${point.x}, ${point.y}: original ${before.join(' ')}, ${name} ${after.join(' ')}, ${differences.join(' ')}`;
	}
}

const signed = (value) => (value > 0 ? `+${value}` : value < 0 ? `−${-value}` : '0');
