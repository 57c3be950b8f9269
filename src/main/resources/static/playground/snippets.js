// What is on screen, as a call from the command line, from Python and from JavaScript.

import { address } from './api.js';
import { isUsed } from './key.js';

/**
 * The code for a call.
 * @param call path, params, accept and output, and either file ({name, type}) as the body or files as the parts of a
 * form; and notes to the reader
 */
export function snippet(language, call) {
	return { curl, python, javascript }[language](call);
}

const KEY = 'DCAE_API_KEY';

function curl(call) {
	const lines = ['curl --fail-with-body'];
	if (isUsed()) {
		lines.push(`-H "Authorization: Bearer $${KEY}"`);
	}
	if (call.accept) {
		lines.push(`-H ${shell(`Accept: ${call.accept}`)}`);
	}
	if (call.file) {
		lines.push(
			`-H ${shell(`Content-Type: ${call.file.type}`)}`,
			`--data-binary ${shell(`@${path(call.file.name)}`)}`,
		);
	} else {
		call.files.forEach((file) =>
			lines.push(`-F ${shell(`image=@"${path(file.name).replace(/["\\]/g, '\\$&')}"`)}`),
		);
	}
	lines.push(`-o ${shell(call.output)}`, shell(address(call.path, call.params).href));
	return [...call.notes.map((note) => `# ${note}`), lines.join(' \\\n     ')].join('\n');
}

function python(call) {
	const headers = [];
	if (isUsed()) {
		headers.push(`"Authorization": "Bearer " + os.environ["${KEY}"]`);
	}
	if (call.accept) {
		headers.push(`"Accept": ${quoted(call.accept)}`);
	}
	if (call.file) {
		headers.push(`"Content-Type": ${quoted(call.file.type)}`);
	}
	const body = call.file
		? `    data=open(${quoted(path(call.file.name))}, "rb"),`
		: `    files=[${call.files.map((file) => `("image", open(${quoted(path(file.name))}, "rb"))`).join(', ')}],`;
	return [
		...call.notes.map((note) => `# ${note}`),
		...(isUsed() ? ['import os', ''] : []),
		'import requests',
		'',
		'answer = requests.post(',
		`    ${quoted(address(call.path, call.params).href)},`,
		...(headers.length > 0 ? [`    headers={${headers.join(', ')}},`] : []),
		body,
		')',
		'answer.raise_for_status()',
		`with open(${quoted(call.output)}, "wb") as file:`,
		'    file.write(answer.content)',
	].join('\n');
}

function javascript(call) {
	const headers = [];
	if (isUsed()) {
		headers.push(`Authorization: \`Bearer \${process.env.${KEY}}\``);
	}
	if (call.accept) {
		headers.push(`Accept: ${quoted(call.accept)}`);
	}
	if (call.file) {
		headers.push(`'Content-Type': ${quoted(call.file.type)}`);
	}
	const form = call.file
		? []
		: [
				'const form = new FormData();',
				`for (const name of [${call.files.map((file) => quoted(path(file.name))).join(', ')}]) {`,
				"  form.append('image', new Blob([await readFile(name)]), name);",
				'}',
			];
	return [
		...call.notes.map((note) => `// ${note}`),
		"import { readFile, writeFile } from 'node:fs/promises';",
		'',
		...form,
		`const answer = await fetch(${quoted(address(call.path, call.params).href)}, {`,
		"  method: 'POST',",
		...(headers.length > 0 ? [`  headers: { ${headers.join(', ')} },`] : []),
		`  body: ${call.file ? `await readFile(${quoted(path(call.file.name))})` : 'form'},`,
		'});',
		'if (!answer.ok) throw new Error(await answer.text());',
		`await writeFile(${quoted(call.output)}, Buffer.from(await answer.arrayBuffer()));`,
	].join('\n');
}

// A name that begins with a dash would be taken for something else.
const path = (name) => (name.startsWith('-') ? `./${name}` : name);

const shell = (text) => `'${text.replaceAll("'", "'\\''")}'`;

// JSON's strings are those of JavaScript and Python.
const quoted = (text) => JSON.stringify(text);
