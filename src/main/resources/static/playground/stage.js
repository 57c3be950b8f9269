// A place where pictures of one size lie on each other, to be zoomed and moved together.

import { element } from './dom.js';

const MOST = 32;
const STEP = 1.5;
const NUDGE = 48;

export class Stage {
	/** @param root an element whose layers hold the pictures */
	constructor(root) {
		this.root = root;
		this.pictures = [...root.querySelectorAll('.layer > img')];
		this.size = null;
		this.scale = 1;
		this.x = 0;
		this.y = 0;
		this.fitted = true;
		this.pointers = new Map();
		/** Told whenever the pictures lie elsewhere. */
		this.onMove = () => {};
		/** Asked what to do with a drag that moves nothing, as all of the picture is seen. */
		this.onDrag = () => {};
		this.level = element('span', { class: 'level' });
		this.controls = element(
			'div',
			{ class: 'zoom', role: 'group', 'aria-label': 'Zoom', hidden: true },
			this.button('−', 'Smaller', () => this.zoom(1 / STEP)),
			this.level,
			this.button('+', 'Larger', () => this.zoom(STEP)),
			this.button('1:1', 'A pixel for a pixel', () => this.zoom(1 / devicePixelRatio / this.scale)),
			this.button('Fit', 'All of it', () => this.fit()),
		);
		root.after(this.controls);
		root.addEventListener('keydown', (event) => this.key(event));
		root.addEventListener('wheel', (event) => this.wheel(event), { passive: false });
		root.addEventListener('pointerdown', (event) => this.down(event));
		root.addEventListener('pointermove', (event) => this.move(event));
		['pointerup', 'pointercancel'].forEach((name) =>
			root.addEventListener(name, (event) => this.pointers.delete(event.pointerId)),
		);
		new ResizeObserver(() => (this.fitted ? this.fit() : this.lay())).observe(root);
	}

	button(text, title, onclick) {
		return element('button', { type: 'button', textContent: text, title, onclick, 'aria-label': title });
	}

	/** Takes pictures of another size, and shows all of them. */
	resize(width, height) {
		const same = this.size?.width === width && this.size?.height === height;
		this.size = { width, height };
		this.root.style.setProperty('--ratio', width / height);
		this.root.classList.add('filled');
		this.controls.hidden = false;
		this.pictures.forEach((picture) => {
			picture.width = width;
			picture.height = height;
			picture.hidden = false;
		});
		if (!same) {
			this.fit();
		}
	}

	/** The part of the stage where there is picture, in its pixels. */
	get seen() {
		const { clientWidth, clientHeight } = this.root;
		const { width = 0, height = 0 } = this.size ?? {};
		return {
			left: Math.max(0, this.x),
			right: Math.min(clientWidth, this.x + width * this.scale),
			top: Math.max(0, this.y),
			bottom: Math.min(clientHeight, this.y + height * this.scale),
		};
	}

	get fitting() {
		const { clientWidth, clientHeight } = this.root;
		return Math.min(clientWidth / this.size.width, clientHeight / this.size.height, MOST);
	}

	fit() {
		if (this.size && this.root.clientWidth > 0) {
			this.scale = this.fitting;
			this.fitted = true;
			this.lay();
		}
	}

	/** Makes the pictures larger by a factor, around a point of the stage. */
	zoom(factor, atX = this.root.clientWidth / 2, atY = this.root.clientHeight / 2) {
		if (!this.size) {
			return;
		}
		const least = Math.min(this.fitting, 1 / devicePixelRatio);
		const scale = Math.max(least, Math.min(MOST, this.scale * factor));
		this.x = atX - ((atX - this.x) * scale) / this.scale;
		this.y = atY - ((atY - this.y) * scale) / this.scale;
		this.scale = scale;
		this.fitted = Math.abs(scale / this.fitting - 1) < 1e-6;
		this.lay();
	}

	pan(dx, dy) {
		this.x += dx;
		this.y += dy;
		this.lay();
	}

	lay() {
		if (!this.size) {
			return;
		}
		this.x = inside(this.x, this.size.width * this.scale, this.root.clientWidth);
		this.y = inside(this.y, this.size.height * this.scale, this.root.clientHeight);
		this.pictures.forEach((picture) => {
			picture.style.transform = `translate(${this.x}px, ${this.y}px) scale(${this.scale})`;
		});
		this.root.classList.toggle('magnified', this.scale * devicePixelRatio >= 2);
		this.root.classList.toggle('movable', this.isMovable);
		this.level.textContent = `${Math.round(this.scale * devicePixelRatio * 100)} %`;
		this.onMove();
	}

	get isMovable() {
		const { clientWidth, clientHeight } = this.root;
		return this.size.width * this.scale > clientWidth + 1 || this.size.height * this.scale > clientHeight + 1;
	}

	key(event) {
		const actions = {
			'+': () => this.zoom(STEP),
			'=': () => this.zoom(STEP),
			'-': () => this.zoom(1 / STEP),
			0: () => this.fit(),
			ArrowLeft: () => this.pan(NUDGE, 0),
			ArrowRight: () => this.pan(-NUDGE, 0),
			ArrowUp: () => this.pan(0, NUDGE),
			ArrowDown: () => this.pan(0, -NUDGE),
		};
		const isMove = event.key.startsWith('Arrow');
		if (
			event.target === this.root &&
			this.size &&
			actions[event.key] &&
			!event.ctrlKey &&
			!event.metaKey &&
			!event.altKey &&
			(!isMove || this.isMovable)
		) {
			event.preventDefault();
			actions[event.key]();
		}
	}

	// Only with Ctrl, which a pinch on a touch pad sets as well: the wheel alone scrolls the page.
	wheel(event) {
		if (event.ctrlKey || event.metaKey) {
			event.preventDefault();
			const { left, top } = this.root.getBoundingClientRect();
			this.zoom(Math.exp(-event.deltaY / 200), event.clientX - left, event.clientY - top);
		}
	}

	down(event) {
		if (this.size && event.button === 0) {
			this.root.setPointerCapture(event.pointerId);
			this.pointers.set(event.pointerId, event);
			if (!this.isMovable) {
				this.onDrag(event);
			}
		}
	}

	move(event) {
		const before = this.pointers.get(event.pointerId);
		if (!before) {
			return;
		}
		const others = [...this.pointers.values()].filter((pointer) => pointer.pointerId !== event.pointerId);
		if (others.length > 0) {
			const { left, top } = this.root.getBoundingClientRect();
			const [other] = others;
			this.zoom(
				distance(event, other) / Math.max(1, distance(before, other)),
				(event.clientX + other.clientX) / 2 - left,
				(event.clientY + other.clientY) / 2 - top,
			);
		} else if (this.isMovable) {
			this.pan(event.clientX - before.clientX, event.clientY - before.clientY);
		} else {
			this.onDrag(event);
		}
		this.pointers.set(event.pointerId, event);
	}
}

function inside(at, length, room) {
	return length <= room ? (room - length) / 2 : Math.min(0, Math.max(room - length, at));
}

function distance(one, other) {
	return Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
}
