// Work that would make the page stutter.

import { fidelity } from './fidelity.js';
import { principalComponents } from './pca.js';

const tasks = {
	fidelity: ({ one, other, width, height }) => fidelity(one, other, width, height),
	pca: ({ values, channels }) => principalComponents(values, channels),
};

addEventListener('message', ({ data: { id, task, payload } }) => {
	try {
		postMessage({ id, result: tasks[task](payload) });
	} catch (error) {
		postMessage({ id, error: String(error) });
	}
});
