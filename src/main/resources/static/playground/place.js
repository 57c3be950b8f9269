// What is shown, in the address: the mode, and parameters besides it, so that a link shows the same and back works.

/** Milliseconds between two changes by sliders. Browsers refuse more than a hundred in ten seconds, or in thirty. */
const PAUSE = 400;
let last = -PAUSE;
let waiting = null;

/** What the address says: mode, params (a URLSearchParams), and isBare where it has the mode alone. */
export function read() {
	clearTimeout(waiting);
	const [mode, query] = location.hash.slice(1).split('?');
	return { mode, params: new URLSearchParams(query ?? ''), isBare: query === undefined };
}

/**
 * Writes what is shown.
 * @param state parameters; a list is a parameter for each, null and undefined are left out
 * @param isStep whether back leads to what was shown before
 */
export function write(mode, state, isStep) {
	const params = new URLSearchParams();
	for (const [name, value] of Object.entries(state)) {
		[value].flat().forEach((one) => one !== null && one !== undefined && params.append(name, one));
	}
	const hash = `#${mode}?${params}`;
	clearTimeout(waiting);
	const wait = last + PAUSE - performance.now();
	if (isStep || wait <= 0) {
		put(hash, isStep);
	} else {
		waiting = setTimeout(() => put(hash, false), wait);
	}
}

function put(hash, isStep) {
	if (hash === location.hash) {
		return;
	}
	last = performance.now();
	try {
		isStep ? history.pushState(null, '', hash) : history.replaceState(null, '', hash);
	} catch {
		// Refused after all: the picture matters more.
	}
}
