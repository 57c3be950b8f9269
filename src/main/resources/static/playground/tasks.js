// Hands work to workers, each of which starts with the first of its work.

/** Work that takes long has a worker of its own, so that nothing quick waits for it. */
const LONG = ['yardstick'];

const workers = new Map();
let last = 0;
const waiting = new Map();

/** What a worker makes of a payload; typed arrays are copied. */
export function work(task, payload) {
	const id = ++last;
	return new Promise((resolve, reject) => {
		waiting.set(id, { resolve, reject });
		workerFor(LONG.includes(task)).postMessage({ id, task, payload });
	});
}

function workerFor(isLong) {
	if (!workers.has(isLong)) {
		workers.set(isLong, start());
	}
	return workers.get(isLong);
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
