// Where the time of a request went, as its answer's Server-Timing tells, and what lay outside of the service.

import { element, shape } from './dom.js';
import { hint } from './hint.js';
import { milliseconds } from './words.js';

const PHASES = [
	['parse', 'reading'],
	['queue', 'waiting'],
	['batch_wait', 'in its batch'],
	['device', 'device'],
	['encode', 'writing'],
	['network', 'on the way'],
];

const ON_THE_WAY =
	'What this browser waited for besides the phases that the service tells: the network, proxies, and the browser itself.';

/** The phases of an answer in milliseconds; the rest was on the way. */
export function phasesOf(answer) {
	const phases = {};
	for (const part of (answer.header('Server-Timing') ?? '').split(',')) {
		const [name, ...parameters] = part.split(';').map((text) => text.trim());
		const duration = parameters.map((text) => /^dur=([\d.]+)$/.exec(text)).find(Boolean);
		if (duration && PHASES.some(([known]) => known === name)) {
			phases[name] = Number(duration[1]);
		}
	}
	const told = Object.values(phases).reduce((sum, one) => sum + one, 0);
	return { ...phases, network: Math.max(0, answer.milliseconds - told) };
}

/** The milliseconds of all phases. */
export const totalOf = (phases) => Object.values(phases).reduce((sum, one) => sum + one, 0);

/** Shows requests as bars on one scale. @param requests names and phases */
export function showTimes(root, requests) {
	const totals = requests.map(({ phases }) => totalOf(phases));
	const longest = Math.max(...totals);
	const rows = requests.map(({ name, phases }, index) => {
		const bar = shape('svg', {
			class: 'timebar',
			viewBox: '0 0 1000 10',
			preserveAspectRatio: 'none',
			'aria-hidden': 'true',
		});
		let x = 0;
		for (const [phase] of PHASES) {
			const width = (1000 * (phases[phase] ?? 0)) / longest;
			bar.append(shape('rect', { class: `phase-${phase}`, x, width, y: 0, height: 10 }));
			x += width;
		}
		return element(
			'div',
			{ class: 'timed' },
			element('p', {}, element('span', {}, name), element('b', {}, milliseconds(totals[index]))),
			bar,
		);
	});
	const table = element(
		'dl',
		{ class: 'phases' },
		...PHASES.filter(([phase]) => requests.some(({ phases }) => phase in phases)).map(([phase, word]) => {
			const sum = requests.reduce((total, { phases }) => total + (phases[phase] ?? 0), 0);
			return element(
				'div',
				{},
				element(
					'dt',
					{},
					element('i', { class: `key phase-${phase}` }),
					word,
					phase === 'network' ? hint(word, ON_THE_WAY) : null,
				),
				element('dd', { 'data-phase': phase }, milliseconds(sum)),
			);
		}),
	);
	root.replaceChildren(...rows, table);
}
