// The live strip: what the service does now, and did in the last minute, a bar for each second.

import { byId, element, shape } from './dom.js';
import { hint } from './hint.js';
import { follow } from './status.js';
import { bytes, count, seconds } from './words.js';

const REMEMBERED = 60;
const LAST =
	'Items that arrive together run as one batch. This is the size of the last; a bar is the largest that ended in that second.';
const history = { queue: [], batch: [], latency: [] };
const words = { queue: count, batch: count, latency: seconds };
/** The second that is pointed at, as a place among the bars, by the name of the line. */
const pointed = {};
let status = null;
let batches = null;
/** The time of the last bar. */
let drawn = null;

/** The status as last told; null or undefined where there is none. */
export const latest = () => status;

/** @param onModels told when models may have come or gone */
export async function startStrip(onModels) {
	let held = null;
	byId('strip').querySelector('[data-hint=batch]').append(hint('the batch size', LAST));
	byId('strip')
		.querySelectorAll('[data-line]')
		.forEach((line) => {
			line.addEventListener('pointermove', (event) => {
				const { left, width } = line.getBoundingClientRect();
				pointed[line.dataset.line] = Math.floor((REMEMBERED * (event.clientX - left)) / width);
				label(line.dataset.line);
			});
			line.addEventListener('pointerleave', () => {
				delete pointed[line.dataset.line];
				label(line.dataset.line);
			});
		});
	await follow((told) => {
		status = told;
		byId('strip').hidden = told === undefined;
		show();
		const holds = told?.devices.reduce((sum, { replicaBytes }) => sum + replicaBytes, 0) ?? null;
		if (holds !== null && holds !== held) {
			held = holds;
			onModels();
		}
	});
	status = null;
	byId('strip').hidden = true;
}

function show() {
	const strip = byId('strip');
	strip.classList.toggle('gone', !status);
	const put = (name, value) => {
		strip.querySelector(`[data-value=${name}]`).replaceChildren(value);
	};
	if (!status) {
		put('state', 'out of reach');
		return;
	}
	put('state', status.accepting ? (status.outstanding > 0 ? 'at work' : 'idle') : 'shutting down');
	put('queue', status.queuedItems > 0 ? `${count(status.queuedItems)} waiting` : 'empty');
	const { recent } = status;
	// Only those that are new since the last look; each second without any leaves a gap.
	const fresh =
		batches === null
			? recent.batchItems
			: recent.batchItems.slice(Math.max(0, recent.batchItems.length - (recent.batches - batches)));
	batches = recent.batches;
	skip();
	remember('queue', status.queuedItems);
	remember('batch', Math.max(0, ...fresh));
	remember('latency', fresh.length > 0 ? recent.medianItemSeconds : 0);
	put('batch', recent.batchItems.length > 0 ? `${recent.batchItems.at(-1)} last` : 'none yet');
	put(
		'latency',
		recent.medianItemSeconds === null
			? 'none yet'
			: `${seconds(recent.medianItemSeconds)}, ${seconds(recent.medianBatchSeconds)} on the device`,
	);
	put('devices', element('ul', {}, ...status.devices.map(device)));
	Object.entries(history).forEach(([name, values]) => {
		draw(strip.querySelector(`[data-line=${name}]`), values);
		label(name);
	});
}

/** Leaves out the seconds in which nothing was told, as while the page was hidden. */
function skip() {
	const now = performance.now();
	const gap = drawn === null ? 0 : Math.round((now - drawn) / 1000) - 1;
	for (let i = 0; i < Math.min(gap, REMEMBERED); i++) {
		Object.keys(history).forEach((name) => remember(name, null));
	}
	drawn = now;
}

function device(told) {
	const memory =
		told.totalBytes > 0
			? `${bytes(told.usedBytes)} of ${bytes(told.totalBytes)}`
			: `${bytes(told.replicaBytes)} of models`;
	return element(
		'li',
		{ class: told.fault ? 'faulty' : '' },
		`${told.name} `,
		element('span', {}, told.fault ? 'lost' : `${told.busyLanes} of ${told.lanes} at work, ${memory}`),
	);
}

/** The axis of a line: its span and its largest value, or the value that is pointed at. */
function label(name) {
	const values = history[name];
	const axis = byId('strip').querySelector(`[data-axis=${name}]`);
	const at = pointed[name] - (REMEMBERED - values.length);
	if (at >= 0 && at < values.length) {
		const value = values[at] === null ? 'not told' : words[name](values[at]);
		axis.textContent = `${values.length - 1 - at} s ago: ${value}`;
	} else {
		const most = Math.max(0, ...values);
		axis.replaceChildren(
			element('span', {}, `−${REMEMBERED} s`),
			element('span', {}, most > 0 ? `max ${words[name](most)}` : ''),
			element('span', {}, 'now'),
		);
	}
}

function remember(name, value) {
	history[name].push(value);
	history[name].splice(0, history[name].length - REMEMBERED);
}

function draw(line, values) {
	const most = Math.max(1e-9, ...values);
	line.setAttribute('viewBox', `0 0 ${REMEMBERED} 16`);
	line.setAttribute('preserveAspectRatio', 'none');
	const first = REMEMBERED - values.length;
	line.replaceChildren(
		...values.map((value, i) => {
			const height = value > 0 ? Math.max(1.5, (16 * value) / most) : 0.6;
			return shape('rect', {
				x: first + i + 0.15,
				y: 16 - height,
				width: 0.7,
				height,
				class: value > 0 ? 'some' : 'none',
			});
		}),
	);
}
