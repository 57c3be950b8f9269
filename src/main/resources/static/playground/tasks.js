// Hands work to the worker, which starts with the first of it.

let worker = null;
let last = 0;
const waiting = new Map();

/** What the worker makes of a payload; typed arrays are copied. */
export function work(task, payload) {
	worker ??= start();
	const id = ++last;
	return new Promise((resolve, reject) => {
		waiting.set(id, { resolve, reject });
		worker.postMessage({ id, task, payload });
	});
}

function start() {
	const started = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
	started.onmessage = ({ data: { id, result, error } }) => {
		const { resolve, reject } = waiting.get(id);
		waiting.delete(id);
		error === undefined ? resolve(result) : reject(new Error(error));
	};
	return started;
}
