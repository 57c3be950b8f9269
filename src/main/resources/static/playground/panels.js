// The original and up to three reconstructions side by side, linked; or two of them on each other with a divider.

import { Divider } from './divider.js';
import { byId, element } from './dom.js';
import { pixelsOf } from './picture.js';
import { link, Stage } from './stage.js';

export const MOST = 3;
const ORIGINAL = 'original';

export class Panels {
	/** @param onChange told when another way to compare was chosen */
	constructor(onChange) {
		this.root = byId('panels');
		this.tools = byId('compare-tools');
		this.wiped = new Stage(byId('stage-wipe'), byId('wipe-zoom'));
		const [under, over] = ['left', 'right'].map((side) =>
			byId('stage-wipe').querySelector(`[data-picture=${side}]`),
		);
		this.sides = { left: under, right: over };
		this.divider = new Divider(this.wiped, byId('wipe-divider'), over.parentElement, 'left');
		this.pictures = new Map();
		this.way = 'panels';
		byId('compare-way').addEventListener('change', (event) => {
			this.show(event.target.value);
			onChange();
		});
		['left', 'right'].forEach((side) => byId(`wipe-${side}`).addEventListener('change', () => this.wipe()));
		const hold = byId('blink');
		hold.addEventListener('pointerdown', () => this.blink(true));
		['pointerup', 'pointerleave', 'pointercancel'].forEach((name) =>
			hold.addEventListener(name, () => this.blink(false)),
		);
		// A letter that acted everywhere would meet those who speak to their computer.
		[byId('compared-view'), hold].forEach((place) =>
			place.addEventListener('keydown', (event) => this.key(event, true)),
		);
		addEventListener('keyup', (event) => this.key(event, false));
		addEventListener('blur', () => this.blink(false));
	}

	/**
	 * Shows pictures of one size.
	 * @param size of each, width and height
	 * @param pictures by name, of file, url and said, which stands beside the name; the first is the original
	 * @param chosen the names of those that have a panel, besides the original
	 */
	fill(size, pictures, chosen) {
		this.size = size;
		this.pictures = pictures;
		this.choose(chosen);
		const names = [...pictures.keys()];
		['left', 'right'].forEach((side, i) => {
			const select = byId(`wipe-${side}`);
			const before = select.value;
			select.replaceChildren(...names.map((name) => element('option', { value: name }, name)));
			select.value = names.includes(before) ? before : (names[i] ?? names[0]);
		});
		this.wiped.resize(size.width, size.height);
		this.wipe();
		this.tools.hidden = false;
		this.show(this.way);
	}

	/** Gives other pictures a panel, in the place that was looked at before. */
	choose(names) {
		const before = this.stages?.[0];
		byId('compare-zoom').replaceChildren();
		const panels = [ORIGINAL, ...names].map((name, i) => this.panel(name, i === 0));
		this.stages = panels.map(({ stage }) => stage);
		this.told = panels.map(({ told }) => told);
		this.root.dataset.count = panels.length;
		this.root.replaceChildren(...panels.map(({ figure }) => figure));
		this.stages.forEach((stage) => stage.resize(this.size.width, this.size.height));
		link(this.stages);
		if (before?.size && before.kept === null && this.sameSize(before)) {
			this.stages[0].follow(before);
			this.stages[0].lay();
		}
	}

	sameSize({ size }) {
		return size.width === this.size.width && size.height === this.size.height;
	}

	panel(name, isFirst) {
		const { url, said } = this.pictures.get(name);
		const image = (source, alt, properties = {}) =>
			element('img', { class: 'pixels', src: source, alt, ...properties });
		const original = image(this.pictures.get(ORIGINAL).url, '', { 'data-picture': 'blink' });
		const root = element(
			'div',
			{
				class: 'stage',
				role: 'group',
				tabIndex: 0,
				'aria-label': `${name}. Plus and minus zoom all panels, arrow keys move them, 0 fits them, B shows the original.`,
			},
			element(
				'div',
				{ class: 'layer' },
				image(url, isFirst ? 'The original' : `What ${name} makes of it`, { 'data-panel': name }),
			),
			...(isFirst ? [] : [element('div', { class: 'layer blinking' }, original)]),
		);
		const told = element('span', { 'data-of': name }, said);
		const figure = element(
			'figure',
			{ class: 'panel' },
			root,
			element('figcaption', {}, element('b', {}, name), told),
		);
		const stage = new Stage(root, isFirst ? byId('compare-zoom') : null);
		stage.onPoint = (point) => this.point(point);
		return { figure, stage, told };
	}

	/** Tells the values of the pixel that is pointed at under every panel, in the place of its figures. */
	async point(point) {
		this.pointed = point;
		for (const told of this.told) {
			const picture = this.pictures.get(told.dataset.of);
			if (point) {
				picture.pixels ??= pixelsOf(picture.file);
				const pixels = await picture.pixels;
				if (this.pointed !== point) {
					return;
				}
				const at = 4 * (point.y * this.size.width + point.x);
				told.textContent = `${point.x}, ${point.y}: ${pixels.subarray(at, at + 3).join(' ')}`;
			} else {
				told.textContent = picture.said;
			}
		}
	}

	/** Shows panels or the wipe. */
	show(way) {
		this.way = way;
		byId('compare-way').querySelector(`[value=${way}]`).checked = true;
		const wipes = way === 'wipe';
		this.root.hidden = wipes;
		byId('wipe').hidden = !wipes;
		byId('wipe-of').hidden = !wipes;
		byId('wipe-zoom').hidden = !wipes;
		byId('compare-zoom').hidden = wipes;
		if (wipes) {
			this.divider.show();
		}
	}

	wipe() {
		['left', 'right'].forEach((side) => {
			const name = byId(`wipe-${side}`).value;
			this.sides[side].src = this.pictures.get(name).url;
			this.sides[side].alt = name;
			byId('stage-wipe').querySelector(`.tag[data-side=${side}]`).textContent = name;
		});
	}

	key(event, isDown) {
		const isTyping = event.target.matches?.(
			'input:not([type=range], [type=radio], [type=checkbox]), select, textarea',
		);
		const isBlink = event.key === 'b' || event.key === 'B' || (event.target === byId('blink') && event.key === ' ');
		if (isBlink && !isTyping && !event.ctrlKey && !event.metaKey && document.body.dataset.mode === 'compare') {
			this.blink(isDown);
		}
	}

	/** Shows the original in every panel, or the left one alone in the wipe, as long as it is asked for. */
	blink(is) {
		byId('compared-view').classList.toggle('blinks', is);
		byId('blink').setAttribute('aria-pressed', String(is));
	}
}
