// A place where pictures of one size lie on each other, to be zoomed and moved together.

import { element } from './dom.js';

const MOST = 32;
const STEP = 1.5;
const NUDGE = 48;
/** Pixels of the wheel by which a picture grows e-fold, and the most that one notch counts for. */
const WHEEL = 500;
const PINCH = 200;
const NOTCH = 100;
const LINE = 16;
/** Pixels that a pointer moves before it drags. */
const SLACK = 3;

export class Stage {
	/**
	 * @param root an element whose layers hold the pictures
	 * @param tools the element that gets the buttons for zooming; null for none
	 */
	constructor(root, tools) {
		this.root = root;
		this.pictures = [...root.querySelectorAll('.layer > .pixels')];
		this.size = null;
		this.scale = 1;
		this.x = 0;
		this.y = 0;
		/** The way to show all of it that holds when the stage changes its size: fitting, filling or null. */
		this.kept = 'fitting';
		this.pointers = new Map();
		/** Stages of the same size that show the same part of theirs. */
		this.peers = [];
		/** Told whenever the pictures lie elsewhere. */
		this.onMove = () => {};
		/** Asked what to do with a drag that moves nothing, as all of the picture is seen. */
		this.onDrag = () => {};
		/** Told of a press without a drag. */
		this.onPress = () => {};
		/** Told the pixel that is pointed at, as x and y; null for none. */
		this.onPoint = () => {};
		this.level = element('span', { class: 'level' });
		this.controls = element(
			'div',
			{ class: 'zoom', role: 'group', 'aria-label': 'Zoom', hidden: true },
			this.button('−', 'Smaller', () => this.zoom(1 / STEP)),
			this.level,
			this.button('+', 'Larger', () => this.zoom(STEP)),
			this.button('1:1', 'A pixel for a pixel', () => this.zoom(this.exact / this.scale)),
			this.button('Fit', 'All of it', () => this.fit('fitting')),
			this.button('Fill', 'As large as the place', () => this.fit('filling')),
		);
		tools?.append(this.controls);
		root.addEventListener('keydown', (event) => this.key(event));
		root.addEventListener('wheel', (event) => this.wheel(event), { passive: false });
		root.addEventListener('dblclick', (event) => this.toggle(event));
		root.addEventListener('pointerdown', (event) => this.down(event));
		root.addEventListener('pointermove', (event) => this.move(event));
		root.addEventListener('pointerleave', () => this.onPoint(null));
		root.addEventListener('pointerup', (event) => this.up(event));
		root.addEventListener('pointercancel', (event) => this.pointers.delete(event.pointerId));
		new ResizeObserver(() => (this.kept ? this.fit(this.kept) : this.lay())).observe(root);
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
			picture.style.width = `${width}px`;
			picture.style.height = `${height}px`;
		});
		if (!same) {
			this.fit('fitting');
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

	/** The scale at which a pixel is a pixel of the screen. */
	get exact() {
		return 1 / devicePixelRatio;
	}

	get filling() {
		const { clientWidth, clientHeight } = this.root;
		return Math.min(clientWidth / this.size.width, clientHeight / this.size.height, MOST);
	}

	/** The scale at which all is seen. Small pictures are not enlarged. */
	get fitting() {
		return Math.min(this.filling, this.exact);
	}

	/** Shows all. @param way fitting or filling */
	fit(way) {
		if (this.size && this.root.clientWidth > 0) {
			this.scale = this[way];
			this.kept = way;
			this.lay();
		}
	}

	/** Makes the pictures larger by a factor, around a point of the stage. */
	zoom(factor, atX = this.root.clientWidth / 2, atY = this.root.clientHeight / 2) {
		if (!this.size) {
			return;
		}
		const scale = Math.max(this.fitting, Math.min(MOST, this.scale * factor));
		this.x = atX - ((atX - this.x) * scale) / this.scale;
		this.y = atY - ((atY - this.y) * scale) / this.scale;
		this.scale = scale;
		this.kept = ['fitting', 'filling'].find((way) => near(scale, this[way])) ?? null;
		this.lay();
	}

	/** From all to a pixel for a pixel, there where the pointer is, and back. */
	toggle(event) {
		if (!this.size) {
			return;
		}
		const { left, top } = this.root.getBoundingClientRect();
		const isFit = near(this.scale, this.fitting);
		const other = near(this.fitting, this.exact) ? this.filling : this.exact;
		if (isFit) {
			this.zoom(other / this.scale, event.clientX - left, event.clientY - top);
		} else {
			this.fit('fitting');
		}
	}

	pan(dx, dy) {
		this.x += dx;
		this.y += dy;
		this.lay();
	}

	lay() {
		this.place();
		this.peers.forEach((peer) => peer.follow(this));
	}

	/** Shows the same part as another stage. */
	follow({ scale, x, y, kept }) {
		Object.assign(this, { scale, x, y, kept });
		this.place();
	}

	place() {
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
			0: () => this.fit('fitting'),
			1: () => this.zoom(this.exact / this.scale),
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

	// With Ctrl, which a pinch on a touch pad sets as well, the steps are smaller already.
	wheel(event) {
		if (!this.size) {
			return;
		}
		event.preventDefault();
		const { left, top } = this.root.getBoundingClientRect();
		const pixels = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : LINE);
		const notch = Math.max(-NOTCH, Math.min(NOTCH, pixels));
		const pinched = event.ctrlKey || event.metaKey;
		this.zoom(Math.exp(-notch / (pinched ? PINCH : WHEEL)), event.clientX - left, event.clientY - top);
	}

	down(event) {
		if (this.size && event.button === 0) {
			this.root.setPointerCapture(event.pointerId);
			this.pointers.set(event.pointerId, { x: event.clientX, y: event.clientY, drags: false });
		}
	}

	up(event) {
		const pointer = this.pointers.get(event.pointerId);
		this.pointers.delete(event.pointerId);
		if (pointer && !pointer.drags && this.pointers.size === 0) {
			this.onPress(event);
		}
	}

	move(event) {
		this.point(event);
		const before = this.pointers.get(event.pointerId);
		if (!before) {
			return;
		}
		const now = { x: event.clientX, y: event.clientY, drags: true };
		const [other] = [...this.pointers].filter(([id]) => id !== event.pointerId).map(([, pointer]) => pointer);
		if (other) {
			const { left, top } = this.root.getBoundingClientRect();
			this.zoom(
				distance(now, other) / Math.max(1, distance(before, other)),
				(now.x + other.x) / 2 - left,
				(now.y + other.y) / 2 - top,
			);
			this.pan((now.x - before.x) / 2, (now.y - before.y) / 2);
		} else if (!before.drags && distance(now, before) < SLACK) {
			return;
		} else if (this.isMovable) {
			this.pan(now.x - before.x, now.y - before.y);
		} else {
			this.onDrag(event);
		}
		this.pointers.set(event.pointerId, now);
	}

	point(event) {
		if (!this.size) {
			return;
		}
		const { left, top } = this.root.getBoundingClientRect();
		const x = Math.floor((event.clientX - left - this.x) / this.scale);
		const y = Math.floor((event.clientY - top - this.y) / this.scale);
		const isInside = x >= 0 && y >= 0 && x < this.size.width && y < this.size.height;
		this.onPoint(isInside ? { x, y } : null);
	}
}

/** Lets stages of the same size show the same part, as the first of them does. */
export function link(stages) {
	stages.forEach((stage) => {
		stage.peers = stages.filter((other) => other !== stage);
	});
}

function near(one, other) {
	return Math.abs(one / other - 1) < 1e-6;
}

function inside(at, length, room) {
	return length <= room ? (room - length) / 2 : Math.min(0, Math.max(room - length, at));
}

function distance(one, other) {
	return Math.hypot(one.x - other.x, one.y - other.y);
}
