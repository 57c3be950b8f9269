// Puts the parts of the page together.

import { Between } from './between.js';
import { Compare } from './compare.js';
import { byId, chosen, say } from './dom.js';
import { showDownloads } from './downloads.js';
import { Film } from './film.js';
import { gather } from './gather.js';
import { showProblem } from './job.js';
import { Models } from './models.js';
import { One } from './one.js';
import { Options } from './options.js';
import { read, write } from './place.js';
import { Session } from './session.js';
import { snippet } from './snippets.js';
import { Source } from './source.js';
import { startStrip } from './strip.js';

const MODES = ['one', 'compare', 'between'];

const models = new Models(byId('models'), () => run());
const options = new Options(() => run());
const views = {
	one: new One(
		models,
		options,
		() => take(),
		(row) => session.add(row),
	),
	compare: new Compare(models, () => take()),
	between: new Between(models, () => take()),
};
const film = new Film(byId('film'), (picture) => first.choose(picture));
const session = new Session(
	(picture) => first.choose(picture),
	(picture, signal) => views.one.examine(picture, signal),
);
session.pictures = () => film.pictures.filter((picture) => !picture.isLatent);
const first = new Source(byId('source-a'), 'A', {
	film,
	onPicture: (picture) => {
		film.mark(picture);
		load(sizeOf(picture)).catch(showProblem);
		run();
	},
});
const second = new Source(byId('source-b'), 'B', { onPicture: () => run() });
let mode = 'one';
/** What the last step of the history shows. */
let step = null;

function sizeOf(picture) {
	return picture && !picture.isLatent ? { width: picture.width, height: picture.height } : {};
}

/** Pictures alone: latents are for one image. */
const pictured = (picture) => (picture?.isLatent ? null : picture);

/** Shows the pictures that were chosen in the way that was chosen. */
function run() {
	const shows = {
		one: () => views.one.show(first.picture),
		compare: () => views.compare.show(pictured(first.picture)),
		between: () => views.between.show(pictured(first.picture), pictured(second.picture)),
	};
	shows[mode]();
	if (mode !== 'one' && [first, second].some(({ picture }) => picture?.isLatent)) {
		showProblem(new Error('A latent is looked at under One image; here images are taken.'));
	}
	take();
}

/** Offers what is on screen as code and as files, and puts it into the address. */
function take() {
	const view = views[mode];
	byId('snippet').textContent = models.one ? snippet(chosen(byId('language')), view.call) : '';
	showDownloads(view.downloads);
	remember();
}

/** Another mode, model or option is a step that back undoes; sliders are not. */
function remember() {
	if (!models.one) {
		return;
	}
	const coarse = coarseState();
	const now = JSON.stringify([mode, coarse]);
	write(mode, { ...coarse, ...views[mode].state }, step !== null && step !== now);
	step = now;
}

function coarseState() {
	return mode === 'compare'
		? { model: models.ids }
		: { model: models.one.id, ...(mode === 'one' ? options.params : {}) };
}

/** Shows what the address says. */
function enter() {
	const said = read();
	mode = MODES.includes(said.mode) ? said.mode : 'one';
	document.body.dataset.mode = mode;
	document.querySelectorAll('.modes a').forEach((link) => {
		const here = link.hash === `#${mode}`;
		here ? link.setAttribute('aria-current', 'page') : link.removeAttribute('aria-current');
	});
	showProblem(null);
	models.choose(mode === 'compare');
	if (!said.isBare) {
		models.pick(said.params.getAll('model'));
		if (mode === 'one') {
			options.choose(Object.fromEntries(said.params));
		}
		views[mode].restore(said.params);
	}
	step = models.one ? JSON.stringify([mode, coarseState()]) : null;
	run();
}

byId('language').addEventListener('change', take);
byId('copy').addEventListener('click', async () => {
	const button = byId('copy');
	try {
		await navigator.clipboard.writeText(byId('snippet').textContent);
		say('Copied');
		button.textContent = 'Copied';
	} catch {
		// Without https, or without leave: at least it is selected.
		getSelection().selectAllChildren(byId('snippet'));
		button.textContent = 'Selected';
	}
	setTimeout(() => {
		button.textContent = 'Copy';
	}, 2000);
});
addEventListener('popstate', enter);
// Its hash names no mode: followed, it would be another address.
document.querySelector('.skip').addEventListener('click', (event) => {
	event.preventDefault();
	byId('work').focus();
});
gather((files, target) => {
	const isFor = (id) => target !== null && byId(id).contains(target);
	const forSecond =
		mode === 'between' && (isFor('source-b') || (!isFor('source-a') && first.picture && !second.picture));
	(forSecond ? second : first).take(files);
});

async function start() {
	try {
		await models.load(sizeOf(first.picture));
		run();
	} catch (failure) {
		showProblem(failure, start);
	}
}

/** Asks for the models, and shows what is chosen anew if that is another. */
async function load(size) {
	const before = models.one?.id;
	const others = await models.load(size);
	if (models.one?.id !== before || (others && mode === 'compare')) {
		run();
	}
}

/** Models may be loaded, or unloaded, while the page is open. */
async function refresh() {
	try {
		await load();
	} catch {
		// Out of reach, which the strip says.
	}
}

enter();
start();
startStrip(refresh);
