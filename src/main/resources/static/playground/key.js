// The API key: asked for when the service wants one, kept in this tab alone.

import { byId } from './dom.js';

const NAME = 'dcae.key';
const PLAIN = /^[\x21-\x7e]+$/;
let kept = stored();
let asking = null;
/** Whether nobody wanted to give a key when they were asked last. */
let declined = false;

// A browser that keeps nothing for this page may refuse the storage itself.
function stored() {
	try {
		return sessionStorage.getItem(NAME);
	} catch {
		return null;
	}
}

function keep(key) {
	kept = key;
	try {
		sessionStorage.setItem(NAME, key);
	} catch {
		// It is kept until the page is left.
	}
}

/** The headers that a request needs besides its own. The first keeps the browser from asking for a password itself. */
export function authorization() {
	return { 'X-Requested-With': 'XMLHttpRequest', ...(kept && { Authorization: `Bearer ${kept}` }) };
}

export const isUsed = () => kept !== null;

/**
 * Asks for a key, once for all who need one at the same time.
 * @param refused the headers of the request that was refused
 * @param unasked whether nobody waits for the answer, so that a key that was not given is not asked for again
 * @returns whether there is another key to try
 */
export function askForKey(refused, unasked = false) {
	const tried = refused.Authorization;
	if (tried !== authorization().Authorization) {
		return Promise.resolve(true);
	}
	if (unasked && declined && !asking) {
		return Promise.resolve(false);
	}
	asking ??= ask(
		tried === undefined
			? 'It is sent with each request and kept in this tab until it is closed.'
			: 'The service does not take this key. Is it complete?',
	)
		.then((given) => {
			declined = !given;
			return given;
		})
		.finally(() => {
			asking = null;
		});
	return asking;
}

function ask(said) {
	const dialog = byId('key-dialog');
	byId('key-said').textContent = said;
	byId('key').value = '';
	dialog.returnValue = '';
	dialog.showModal();
	return new Promise((resolve) => {
		dialog.addEventListener(
			'close',
			() => {
				const key = byId('key').value.trim();
				const given = dialog.returnValue === 'use' && key !== '';
				byId('key').value = '';
				if (given && !PLAIN.test(key)) {
					resolve(
						ask('A key has letters, digits and signs of ASCII alone. Was something else copied with it?'),
					);
					return;
				}
				if (given) {
					keep(key);
				}
				resolve(given);
			},
			{ once: true },
		);
	});
}
