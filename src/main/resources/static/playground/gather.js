// Files that are dropped or pasted anywhere on the page.

import { byId } from './dom.js';

/** @param take is given files and the element they were dropped on */
export function gather(take) {
	const curtain = byId('dropping');
	let depth = 0;
	const hasFiles = (event) => event.dataTransfer?.types.includes('Files');
	addEventListener('dragenter', (event) => {
		if (hasFiles(event)) {
			depth++;
			curtain.hidden = false;
		}
	});
	addEventListener('dragleave', (event) => {
		if (hasFiles(event) && --depth <= 0) {
			depth = 0;
			curtain.hidden = true;
		}
	});
	addEventListener('dragover', (event) => hasFiles(event) && event.preventDefault());
	addEventListener('drop', (event) => {
		if (hasFiles(event)) {
			event.preventDefault();
			depth = 0;
			curtain.hidden = true;
			if (event.dataTransfer.files.length > 0) {
				take([...event.dataTransfer.files], event.target);
			}
		}
	});
	addEventListener('paste', (event) => {
		const file = [...event.clipboardData.files].find((one) => one.type.startsWith('image/'));
		if (file) {
			event.preventDefault();
			// What is copied from a screen has no name of its own.
			take([file.name === 'image.png' ? new File([file], 'pasted.png', { type: file.type }) : file], null);
		}
	});
}
