// Puts the parts of the page together.

import { Between } from './between.js';
import { Compare } from './compare.js';
import { byId, chosen, say } from './dom.js';
import { showDownloads } from './downloads.js';
import { gather } from './gather.js';
import { showProblem } from './job.js';
import { Models } from './models.js';
import { One } from './one.js';
import { snippet } from './snippets.js';
import { Source } from './source.js';
import { startStrip } from './strip.js';

const MODES = ['one', 'compare', 'between'];

const models = new Models(byId('models'), () => run());
const views = {
	one: new One(models, () => take()),
	compare: new Compare(models, () => take()),
	between: new Between(models, () => take()),
};
const first = new Source(
	byId('source-a'),
	'A',
	(picture) => {
		const known = models.one !== undefined;
		models
			.load(sizeOf(picture))
			.then(() => known || run())
			.catch(showProblem);
		run();
	},
	showProblem,
);
const second = new Source(byId('source-b'), 'B', () => run(), showProblem);
let mode = 'one';

function sizeOf(picture) {
	return picture ? { width: picture.width, height: picture.height } : {};
}

/** Shows the pictures that were chosen in the way that was chosen. */
function run() {
	const shows = {
		one: () => views.one.show(first.picture),
		compare: () => views.compare.show(first.picture),
		between: () => views.between.show(first.picture, second.picture),
	};
	shows[mode]();
	take();
}

/** Offers what is on screen as code and as files. */
function take() {
	const view = views[mode];
	byId('snippet').textContent = models.one ? snippet(chosen(byId('language')), view.call) : '';
	showDownloads(view.downloads);
}

function enter() {
	const wanted = location.hash.slice(1);
	mode = MODES.includes(wanted) ? wanted : 'one';
	document.body.dataset.mode = mode;
	document.querySelectorAll('.modes a').forEach((link) => {
		const here = link.hash === `#${mode}`;
		here ? link.setAttribute('aria-current', 'page') : link.removeAttribute('aria-current');
	});
	showProblem(null);
	models.choose(mode === 'compare');
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
addEventListener('hashchange', enter);
gather((file, name, target) => {
	const isFor = (id) => target !== null && byId(id).contains(target);
	const forSecond =
		mode === 'between' && (isFor('source-b') || (!isFor('source-a') && first.picture && !second.picture));
	(forSecond ? second : first).take(file, name);
});

async function start() {
	try {
		await models.load(sizeOf(first.picture));
		run();
	} catch (failure) {
		showProblem(failure, start);
	}
}

enter();
start();
startStrip();
