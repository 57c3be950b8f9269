// The models that are served: a table to choose from.

import { json } from './api.js';
import { element } from './dom.js';
import { about } from './words.js';

/** The notes of the models that come with the service. */
const EXAMPLE = /^trained by this project/;

const PUBLISHED = 'hf:mit-han-lab/dc-ae-f32c32-sana-1.1-diffusers';

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
		/** Ids that were picked, of which some models are not known yet. */
		this.picked = null;
		/** Whether somebody chose the several, who then are not joined by those that come later. */
		this.chosen = false;
		/** The model whose latents are cut to their first channels, and the part that is kept. */
		this.kept = { id: null, part: 1 };
	}

	/**
	 * Asks the service, with the latents' shapes for a picture's size if there is one.
	 * @returns whether there are others than before
	 */
	async load(size = this.size) {
		this.size = size;
		const { models } = await json('v1/models', { params: size });
		if (size !== this.size) {
			return false;
		}
		const known = this.all.map((model) => model.id).join();
		const others = known !== models.map((model) => model.id).join();
		this.all = models;
		if (!this.one) {
			// It was unloaded, or none was known.
			this.id = models[0]?.id ?? null;
		}
		if (others) {
			this.checked = this.chosen ? this.checked : new Set(models.map((model) => model.id));
			this.render();
			this.pick(this.picked ?? []);
		} else {
			models.forEach((model) =>
				this.root.querySelector(`[data-shape="${CSS.escape(model.id)}"]`)?.replaceChildren(shapeOf(model)),
			);
		}
		return others;
	}

	/** The one that is chosen; undefined before they are known. */
	get one() {
		return this.all.find((model) => model.id === this.id);
	}

	/** The ids of the several that are chosen, in the order of the service. */
	get ids() {
		return this.all.map((model) => model.id).filter((id) => this.checked.has(id));
	}

	/** Chooses one by its id, or several by theirs. Ids that are unknown choose nothing. */
	pick(ids) {
		this.picked = ids;
		const known = ids.filter((id) => this.all.some((model) => model.id === id));
		if (known.length > 0) {
			if (this.several) {
				this.checked = new Set(known);
				this.chosen = true;
			} else {
				this.id = known[0];
			}
			this.picked = known.length < ids.length ? ids : null;
			this.render();
		}
	}

	/** Tells how much fewer values there are when a part of a model's channels is kept. */
	keep(id, part) {
		this.kept = { id, part };
		this.all.forEach((model) =>
			this.root
				.querySelector(`[data-fewer="${CSS.escape(model.id)}"]`)
				?.replaceChildren(`${about(this.fewer(model))}×`),
		);
	}

	fewer({ id, compression }) {
		return !this.several && id === this.kept.id ? compression / this.kept.part : compression;
	}

	/** Lets one be chosen, or several. */
	choose(several) {
		this.several = several;
		this.render();
	}

	render() {
		const heads = ['Name', 'Latent, c × h × w', 'Values', 'Runs in'];
		this.root.replaceChildren(
			element(
				'table',
				{ class: 'models' },
				element('caption', { class: 'unseen' }, this.several ? 'Models to compare' : 'The model to use'),
				element('thead', {}, element('tr', {}, ...heads.map((head) => element('th', { scope: 'col' }, head)))),
				element('tbody', {}, ...this.all.map((model) => this.row(model))),
			),
			...this.notes(),
		);
	}

	/** What the chosen say of themselves, and which of them are examples. */
	notes() {
		const chosen = this.several ? this.all.filter(({ id }) => this.checked.has(id)) : [this.one].filter(Boolean);
		const noted = chosen.filter(({ note }) => note);
		const note = ({ id, note: said }) =>
			element('p', { class: 'note', 'data-note': id }, element('b', {}, id), `: ${said}`);
		const example = element(
			'p',
			{ class: 'note example' },
			'This is an example of a few megabytes, trained on few photographs: it shows the service, not what DC-AE can do. To serve a published checkpoint, start it with ',
			element('code', {}, `--dcae.models[0].source=${PUBLISHED}`),
		);
		return [...(noted.some(({ note: said }) => EXAMPLE.test(said)) ? [example] : []), ...noted.map(note)];
	}

	tellNotes() {
		this.root.querySelectorAll('.note').forEach((note) => note.remove());
		this.root.append(...this.notes());
	}

	row(model) {
		const input = element('input', {
			type: this.several ? 'checkbox' : 'radio',
			name: 'model',
			value: model.id,
			checked: this.several ? this.checked.has(model.id) : model.id === this.id,
		});
		input.addEventListener('change', () => {
			this.picked = null;
			this.chosen ||= this.several;
			if (!this.several) {
				this.id = model.id;
			} else if (input.checked) {
				this.checked.add(model.id);
			} else {
				this.checked.delete(model.id);
			}
			this.tellNotes();
			this.onChange();
		});
		return element(
			'tr',
			{},
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
			element(
				'td',
				{},
				element('span', { 'data-fewer': model.id }, `${about(this.fewer(model))}×`),
				element('small', {}, 'fewer'),
			),
			element('td', {}, model.precision, element('small', {}, model.devices.join(', '))),
		);
	}
}

const shapeOf = (model) => (model.latentShape ? model.latentShape.slice(1).join(' × ') : '');
