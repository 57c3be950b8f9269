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
		const files = [...event.clipboardData.files];
		if (files.length > 0) {
			event.preventDefault();
			const [file] = files;
			// What is copied from a screen has no name of its own.
			const isUnnamed = files.length === 1 && file.name === 'image.png';
			take(isUnnamed ? [new File(files, 'pasted.png', { type: file.type })] : files, null);
		}
	});
}
