// What is asked of the service besides the model.

import { byId, element } from './dom.js';

const CHOICES = {
	fit: [
		['pad', 'pad: repeat the edge'],
		['crop', 'crop: keep the middle'],
		['resize', 'resize: to the nearest multiples'],
		['reject', 'reject: refuse'],
	],
	tile: [
		['auto', 'auto: where it is large'],
		['always', 'always'],
		['never', 'never'],
	],
	dtype: [
		['float32', 'float32'],
		['float16', 'float16'],
		['bfloat16', 'bfloat16'],
	],
	scaled: [
		['false', 'no'],
		['true', 'yes, as pipelines do'],
	],
};

const LABELS = {
	fit: 'Sides that do not fit',
	tile: 'Tiles',
	dtype: 'Latent in',
	scaled: 'Latent scaled',
};

export class Options {
	/** @param onChange told when another is chosen */
	constructor(onChange) {
		this.selects = Object.fromEntries(
			Object.entries(CHOICES).map(([name, choices]) => [
				name,
				element(
					'select',
					{ id: `option-${name}` },
					...choices.map(([value, words]) => element('option', { value }, words)),
				),
			]),
		);
		byId('options').replaceChildren(
			...Object.entries(this.selects).map(([name, select]) => {
				select.addEventListener('change', onChange);
				return element('label', { for: select.id }, element('span', {}, LABELS[name]), select);
			}),
		);
	}

	/** Those that are not what the service does unasked. */
	get params() {
		return Object.fromEntries(
			Object.entries(this.selects)
				.filter(([name, select]) => select.value !== CHOICES[name][0][0])
				.map(([name, select]) => [name, select.value]),
		);
	}

	/** Chooses some; the others are as if unasked. */
	choose(params) {
		Object.entries(this.selects).forEach(([name, select]) => {
			const known = CHOICES[name].map(([value]) => value);
			select.value = known.includes(params[name]) ? params[name] : known[0];
		});
	}

	/** Some of those that are not what the service does unasked. */
	some(...names) {
		return Object.fromEntries(Object.entries(this.params).filter(([name]) => names.includes(name)));
	}
}
