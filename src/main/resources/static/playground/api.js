// Requests to the service. Addresses are relative to the page, wherever a proxy puts it.

import { askForKey, authorization } from './key.js';

/** What the service says went wrong: RFC 9457. */
export class Problem extends Error {
	constructor({ title, detail, status, requestId }) {
		super(title);
		this.detail = detail;
		this.status = status;
		this.requestId = requestId;
	}
}

/**
 * The absolute address of something of the service.
 * @param params query parameters; a list is a parameter for each, undefined is left out
 */
export function address(path, params = {}) {
	const url = new URL(path, document.baseURI);
	url.hash = '';
	for (const [name, value] of Object.entries(params)) {
		for (const one of Array.isArray(value) ? value : [value]) {
			if (one !== undefined) {
				url.searchParams.append(name, one);
			}
		}
	}
	return url;
}

/**
 * Sends a request and waits for its whole answer.
 * @param headers besides the key
 * @param onUpload told the part of the body that is sent, 0 to 1
 * @returns blob, header(name) and the milliseconds it took
 * @throws Problem if the service refuses, AbortError if the signal says so
 */
export async function send(path, { params, body, headers = {}, signal, onUpload } = {}) {
	for (;;) {
		const sent = { ...headers, ...authorization() };
		const answer = await exchange(address(path, params), body, sent, signal, onUpload);
		if (answer.status >= 200 && answer.status < 300) {
			return answer;
		}
		if (answer.status !== 401 || !(await askForKey(sent))) {
			throw await problemOf(answer);
		}
	}
}

/** The JSON that a GET or POST is answered with. */
export async function json(path, options) {
	const answer = await send(path, options);
	return JSON.parse(await answer.blob.text());
}

// Not fetch, which cannot tell how much of a body was sent.
function exchange(url, body, headers, signal, onUpload) {
	return new Promise((resolve, reject) => {
		signal?.throwIfAborted();
		const request = new XMLHttpRequest();
		const start = performance.now();
		const abort = () => request.abort();
		const settle = (settled, value) => {
			signal?.removeEventListener('abort', abort);
			settled(value);
		};
		request.open(body === undefined ? 'GET' : 'POST', url);
		request.responseType = 'blob';
		Object.entries(headers).forEach(([name, value]) => request.setRequestHeader(name, value));
		request.onload = () =>
			settle(resolve, {
				status: request.status,
				blob: request.response,
				header: (name) => request.getResponseHeader(name),
				milliseconds: performance.now() - start,
			});
		request.onerror = () =>
			settle(
				reject,
				new Problem({
					title: 'The service did not answer',
					detail: 'The connection failed. Is the service running, and the network there?',
				}),
			);
		request.onabort = () => settle(reject, new DOMException('Cancelled', 'AbortError'));
		if (onUpload && body !== undefined) {
			request.upload.onprogress = (event) => event.lengthComputable && onUpload(event.loaded / event.total);
			request.upload.onload = () => onUpload(1);
		}
		signal?.addEventListener('abort', abort);
		request.send(body);
	});
}

async function problemOf(answer) {
	try {
		const problem = JSON.parse(await answer.blob.text());
		return new Problem({
			...problem,
			status: answer.status,
			requestId: problem.requestId ?? answer.header('X-Request-Id'),
		});
	} catch {
		// A proxy's own page.
		return new Problem({
			title: `The answer was ${answer.status}`,
			detail: 'Something between this page and the service refused the request.',
			status: answer.status,
			requestId: answer.header('X-Request-Id'),
		});
	}
}
