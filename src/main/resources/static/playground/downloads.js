// What can be taken home.

import { byId, element } from './dom.js';
import { showProblem } from './job.js';

/**
 * Shows groups of downloads.
 * @param groups of a name and items, each of a label and a way to the file: a promise of {blob, name}
 */
export function showDownloads(groups) {
	byId('downloads').replaceChildren(
		...groups.map(({ name, items }) =>
			element(
				'div',
				{ class: 'download' },
				element('h3', {}, name),
				element(
					'p',
					{ class: 'buttons' },
					...items.map(({ label, file }) => {
						const button = element('button', { type: 'button' }, label);
						button.setAttribute('aria-label', `Download ${name.toLowerCase()} as ${label}`);
						button.addEventListener('click', async () => {
							button.disabled = true;
							try {
								save(await file());
							} catch (failure) {
								showProblem(failure);
							} finally {
								button.disabled = false;
							}
						});
						return button;
					}),
				),
			),
		),
	);
}

/** Gives a file to whoever is at the page. */
export function save({ blob, name }) {
	const url = URL.createObjectURL(blob);
	element('a', { href: url, download: name }).click();
	// The browser needs the address until it has begun to read.
	setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
