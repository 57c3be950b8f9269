// Work that would make the page stutter.

import { difference, edges } from './difference.js';
import { fidelity } from './fidelity.js';
import { principalComponents } from './pca.js';
import { yardstick } from './yardstick.js';

const tasks = {
	difference: ({ one, other, gain, isSigned }) => difference(one, other, gain, isSigned),
	edges: ({ pixels, width, height, gain }) => edges(pixels, width, height, gain),
	fidelity: ({ one, other, width, height }) => fidelity(one, other, width, height),
	pca: ({ values, channels }) => principalComponents(values, channels),
	yardstick,
};

addEventListener('message', async ({ data: { id, task, payload } }) => {
	try {
		postMessage({ id, result: await tasks[task](payload) });
	} catch (error) {
		postMessage({ id, error: String(error) });
	}
});
