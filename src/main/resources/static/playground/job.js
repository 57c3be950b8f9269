// One piece of work at a time for each view: its progress, its end, its cancelling, its failure in words.

import { Problem } from './api.js';
import { busy, byId, element } from './dom.js';
import { latest } from './strip.js';

const SHOWN_AFTER = 150;

export class Job {
	/** @param stage over which the progress is shown; it is busy while work runs */
	constructor(stage) {
		this.stage = stage;
		this.controller = null;
		this.word = element('span', { role: 'status' });
		this.time = element('span', { class: 'elapsed', 'aria-hidden': 'true' });
		this.cancel = element('button', { type: 'button', textContent: 'Cancel' });
		this.panel = element(
			'div',
			{ class: 'progress', hidden: true },
			element('i', { class: 'spinner' }),
			this.word,
			this.time,
			this.cancel,
		);
		stage.after(this.panel);
		this.cancel.addEventListener('click', () => {
			this.stop();
			showNotice('Cancelled', '', this.again);
		});
	}

	stop() {
		this.controller?.abort();
	}

	/**
	 * Runs work in place of what still runs.
	 * @param work is given a signal and the way to tell its progress
	 * @param again runs it anew, after a failure that may pass
	 * @param name of the file that is worked on
	 * @returns what the work returns; undefined if it was cancelled or failed, of which the page then tells
	 */
	async run(work, again, name) {
		this.stop();
		this.again = again;
		const controller = (this.controller = new AbortController());
		const start = performance.now();
		showProblem(null);
		busy(this.stage, true);
		this.word.textContent = '';
		this.phase = '';
		const ticking = setInterval(() => this.tick(start), 100);
		try {
			const result = await work(controller.signal, (phase) => {
				this.phase = phase;
			});
			return controller.signal.aborted ? undefined : result;
		} catch (failure) {
			// What fails once it is not wanted any more is nobody's news.
			if (failure.name !== 'AbortError' && !controller.signal.aborted) {
				console.info(failure);
				showProblem(failure, again, name);
			}
			return undefined;
		} finally {
			clearInterval(ticking);
			if (this.controller === controller) {
				this.panel.hidden = true;
				busy(this.stage, false);
			}
		}
	}

	tick(start) {
		const elapsed = performance.now() - start;
		if (elapsed < SHOWN_AFTER) {
			return;
		}
		const queued = latest()?.queuedItems ?? 0;
		const phase =
			queued > 0 && !this.phase.startsWith('Sending') ? `${this.phase} – ${queued} in the queue` : this.phase;
		if (this.word.textContent !== phase) {
			this.word.textContent = phase;
		}
		this.time.textContent = `${(elapsed / 1000).toFixed(1)} s`;
		this.panel.hidden = false;
	}
}

/** How much of a body was sent, in words, for send's onUpload. */
export function uploading(tell, then) {
	return (part) => tell(part < 1 ? `Sending ${Math.round(part * 100)} %` : then);
}

/** Refusals that may not come again. Without a status there was no answer. */
const PASSING = [undefined, 401, 408, 425, 429, 500, 502, 503, 504];

/**
 * Shows what went wrong, or clears it.
 * @param again tries it once more, which is offered where that can help
 * @param name of the file that it went wrong with
 */
export function showProblem(failure, again, name) {
	if (!failure) {
		byId('problem').replaceChildren();
	} else if (failure instanceof Problem) {
		const title = name ? `${name}: ${failure.message}` : failure.message;
		const helps = again && PASSING.includes(failure.status);
		showNotice(title, failure.detail ?? '', helps ? again : null, failure.requestId);
	} else {
		showNotice('This did not work', failure.message);
	}
}

function showNotice(title, detail, again, requestId) {
	const id = requestId ? element('p', { class: 'request-id' }, 'Request ', element('code', {}, requestId)) : null;
	const retry = again
		? element('button', { type: 'button', textContent: 'Try again', onclick: () => again() })
		: null;
	const dismiss = element('button', { type: 'button', textContent: 'Dismiss', onclick: () => showProblem(null) });
	byId('problem').replaceChildren(
		element('div', {}, element('strong', {}, title), detail ? element('p', {}, detail) : null, id),
		element('p', { class: 'action' }, retry, dismiss),
	);
}
