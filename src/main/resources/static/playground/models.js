// The models that are served: a table to choose from.

import { json } from './api.js';
import { element } from './dom.js';
import { about } from './words.js';

export class Models {
	/** @param onChange told when another is chosen, or other several are */
	constructor(root, onChange) {
		this.root = root;
		this.onChange = onChange;
		this.all = [];
		this.several = false;
		this.id = null;
		this.checked = new Set();
		this.size = {};
	}

	/** Asks the service, with the latents' shapes for a picture's size if there is one. */
	async load(size = this.size) {
		this.size = size;
		const { models } = await json('v1/models', { params: size });
		if (size !== this.size) {
			return;
		}
		const known = this.all.map((model) => model.id).join();
		this.all = models;
		this.id ??= models[0]?.id ?? null;
		if (known !== models.map((model) => model.id).join()) {
			this.checked = new Set(models.map((model) => model.id));
			this.render();
		} else {
			models.forEach((model) =>
				this.root.querySelector(`[data-shape="${CSS.escape(model.id)}"]`)?.replaceChildren(shapeOf(model)),
			);
		}
	}

	/** The one that is chosen; undefined before they are known. */
	get one() {
		return this.all.find((model) => model.id === this.id);
	}

	/** The ids of the several that are chosen, in the order of the service. */
	get ids() {
		return this.all.map((model) => model.id).filter((id) => this.checked.has(id));
	}

	/** Lets one be chosen, or several. */
	choose(several) {
		this.several = several;
		this.render();
	}

	render() {
		const heads = ['Name', 'Latent', 'Values', 'Runs in'];
		this.root.replaceChildren(
			element(
				'table',
				{ class: 'models' },
				element('caption', { class: 'unseen' }, this.several ? 'Models to compare' : 'The model to use'),
				element('thead', {}, element('tr', {}, ...heads.map((head) => element('th', { scope: 'col' }, head)))),
				element('tbody', {}, ...this.all.map((model) => this.row(model))),
			),
		);
	}

	row(model) {
		const input = element('input', {
			type: this.several ? 'checkbox' : 'radio',
			name: 'model',
			value: model.id,
			checked: this.several ? this.checked.has(model.id) : model.id === this.id,
		});
		input.addEventListener('change', () => {
			if (!this.several) {
				this.id = model.id;
			} else if (input.checked) {
				this.checked.add(model.id);
			} else {
				this.checked.delete(model.id);
			}
			this.onChange();
		});
		return element(
			'tr',
			{ title: model.note ?? '' },
			element(
				'th',
				{ scope: 'row' },
				element(
					'label',
					{},
					input,
					element(
						'span',
						{},
						model.id,
						element('small', {}, model.structured ? `${model.family}, structured` : model.family),
					),
				),
			),
			element(
				'td',
				{},
				`f${model.ratio} c${model.latentChannels}`,
				element('small', { 'data-shape': model.id }, shapeOf(model)),
			),
			element('td', {}, `${about(model.compression)}×`, element('small', {}, 'fewer')),
			element('td', {}, model.precision, element('small', {}, model.devices.join(', '))),
		);
	}
}

const shapeOf = (model) => (model.latentShape ? model.latentShape.slice(1).join(' × ') : '');
