// Follows the service's status: server-sent events, read by fetch so that a key can be sent.

import { address } from './api.js';
import { askForKey, authorization } from './key.js';

const RETRY = 5000;
const NOT_FOLLOWED = [404, 406];
/** Milliseconds without a word after which nobody is there: the service says something each second. */
const SILENCE = 8000;

/**
 * Tells each status while the page is seen. Pages in the background follow nothing.
 * @param onStatus is given the status; null while the service is out of reach, undefined while it tells none
 * @returns once the service does not let its status be followed
 */
export async function follow(onStatus) {
	for (;;) {
		await seen();
		const hidden = new AbortController();
		const hide = () => document.hidden && hidden.abort();
		let none = null;
		document.addEventListener('visibilitychange', hide);
		try {
			const headers = authorization();
			const answer = await fetch(address('v1/status'), {
				headers: { Accept: 'text/event-stream', ...headers },
				cache: 'no-store',
				signal: hidden.signal,
			});
			if (NOT_FOLLOWED.includes(answer.status)) {
				return;
			}
			if (answer.status === 401 && (await askForKey(headers, true))) {
				continue;
			}
			const start = performance.now();
			if (answer.ok) {
				await read(answer.body, onStatus);
			} else if (answer.status < 500) {
				// The key is kept back, or there are too many followers.
				none = undefined;
			}
			// A proxy may end a stream that is read well: it is opened again at once.
			if (performance.now() - start > RETRY) {
				continue;
			}
		} catch {
			// The connection broke, or the page is not seen any more.
		} finally {
			document.removeEventListener('visibilitychange', hide);
		}
		if (!hidden.signal.aborted) {
			onStatus(none);
			await new Promise((resolve) => setTimeout(resolve, RETRY));
		}
	}
}

function seen() {
	if (!document.hidden) {
		return Promise.resolve();
	}
	return new Promise((resolve) => document.addEventListener('visibilitychange', resolve, { once: true })).then(seen);
}

// A comment means that nothing changed: the last status is told again.
async function read(body, onStatus) {
	let text = '';
	let last = null;
	for await (const chunk of chunks(body.pipeThrough(new TextDecoderStream()))) {
		text += chunk;
		const events = text.split('\n\n');
		text = events.pop();
		for (const event of events) {
			const data = event
				.split('\n')
				.filter((line) => line.startsWith('data:'))
				.map((line) => line.slice(5))
				.join('\n');
			last = data ? JSON.parse(data) : last;
			if (last) {
				onStatus(last);
			}
		}
	}
}

// Not every browser can iterate over a stream.
async function* chunks(stream) {
	const reader = stream.getReader();
	// Whose machine stopped ends no connection.
	let watch;
	try {
		for (;;) {
			const silence = new Promise((_, reject) => {
				watch = setTimeout(() => reject(new Error('Nothing was told')), SILENCE);
			});
			const { done, value } = await Promise.race([reader.read(), silence]);
			clearTimeout(watch);
			if (done) {
				return;
			}
			yield value;
		}
	} finally {
		clearTimeout(watch);
		reader.cancel().catch(() => {});
	}
}
