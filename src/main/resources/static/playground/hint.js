// A word of explanation behind a question mark, for the mouse, the keyboard and the finger.

import { element } from './dom.js';

const WIDTH = 272;
const GAP = 6;
let made = 0;

/** A question mark that explains. @param about what it explains, for those who hear it */
export function hint(about, text) {
	const note = element('span', { id: `hint-${++made}`, class: 'hint-text', popover: 'auto' }, text);
	const button = element('button', { type: 'button', class: 'hint', 'aria-label': `About ${about}` }, '?');
	button.popoverTargetElement = note;
	note.addEventListener('beforetoggle', ({ newState }) => {
		if (newState === 'open') {
			const { left, bottom } = button.getBoundingClientRect();
			note.style.left = `${Math.max(GAP, Math.min(left, innerWidth - WIDTH - GAP))}px`;
			note.style.top = `${bottom + GAP}px`;
		}
	});
	return element('span', { class: 'hinted' }, button, note);
}
