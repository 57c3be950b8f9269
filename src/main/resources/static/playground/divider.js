// The line between two pictures: one at its left, such as the original, and one at its right.

export class Divider {
	/**
	 * @param stage whose seen part it divides
	 * @param handle the slider
	 * @param layer that is cut off at its left
	 * @param left a word for what is seen there
	 */
	constructor(stage, handle, layer, left) {
		this.stage = stage;
		this.handle = handle;
		this.layer = layer;
		this.left = left;
		this.part = 0.5;
		stage.onMove = () => this.lay();
		stage.onDrag = (event) => this.drag(event);
		// For who cannot drag.
		stage.onPress = (event) => this.drag(event);
		handle.addEventListener('keydown', (event) => this.key(event));
		handle.addEventListener('pointerdown', (event) => {
			event.stopPropagation();
			handle.setPointerCapture(event.pointerId);
		});
		handle.addEventListener('pointermove', (event) => {
			if (handle.hasPointerCapture(event.pointerId)) {
				this.drag(event);
			}
		});
	}

	show() {
		this.handle.hidden = false;
		this.lay();
	}

	/** Shows the upper picture alone, whole. */
	hide() {
		this.handle.hidden = true;
		this.layer.style.clipPath = '';
	}

	key(event) {
		const step = event.shiftKey ? 0.1 : 0.01;
		const moves = {
			ArrowLeft: this.part - step,
			ArrowDown: this.part - step,
			ArrowRight: this.part + step,
			ArrowUp: this.part + step,
			PageDown: this.part - 0.1,
			PageUp: this.part + 0.1,
			Home: 0,
			End: 1,
		};
		if (event.key in moves) {
			event.preventDefault();
			event.stopPropagation();
			this.to(moves[event.key]);
		}
	}

	drag(event) {
		if (this.handle.hidden) {
			return;
		}
		const { left, right } = this.stage.seen;
		this.to((event.clientX - this.stage.root.getBoundingClientRect().left - left) / Math.max(1, right - left));
	}

	to(part) {
		this.part = Math.max(0, Math.min(1, part));
		this.lay();
	}

	lay() {
		if (this.handle.hidden) {
			return;
		}
		const { left, right, top, bottom } = this.stage.seen;
		const x = left + this.part * (right - left);
		this.layer.style.clipPath = `inset(0 0 0 ${x}px)`;
		this.handle.style.left = `${x}px`;
		this.handle.style.top = `${top}px`;
		this.handle.style.height = `${bottom - top}px`;
		const percent = Math.round(this.part * 100);
		this.handle.setAttribute('aria-valuenow', percent);
		this.handle.setAttribute('aria-valuetext', `${percent} % ${this.left}`);
	}
}
