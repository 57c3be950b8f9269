// The API key: asked for when the service wants one, kept in this tab alone.

import { byId } from './dom.js';

const NAME = 'dcae.key';
let asking = null;

/** The headers that a request needs besides its own. The first keeps the browser from asking for a password itself. */
export function authorization() {
	const key = sessionStorage.getItem(NAME);
	return { 'X-Requested-With': 'XMLHttpRequest', ...(key && { Authorization: `Bearer ${key}` }) };
}

export const isUsed = () => sessionStorage.getItem(NAME) !== null;

/**
 * Asks for a key, once for all who need one at the same time.
 * @param refused the headers of the request that was refused
 * @returns whether there is another key to try
 */
export function askForKey(refused) {
	const tried = refused.Authorization;
	if (tried !== authorization().Authorization) {
		return Promise.resolve(true);
	}
	asking ??= ask(tried !== undefined).finally(() => {
		asking = null;
	});
	return asking;
}

function ask(again) {
	const dialog = byId('key-dialog');
	byId('key-said').textContent = again
		? 'The service does not take this key. Is it complete?'
		: 'It is sent with each request and kept in this tab until it is closed.';
	byId('key').value = '';
	dialog.returnValue = '';
	dialog.showModal();
	return new Promise((resolve) => {
		dialog.addEventListener(
			'close',
			() => {
				const key = byId('key').value.trim();
				const given = dialog.returnValue === 'use' && key !== '';
				if (given) {
					sessionStorage.setItem(NAME, key);
				}
				byId('key').value = '';
				resolve(given);
			},
			{ once: true },
		);
	});
}
