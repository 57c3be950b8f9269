// Tables of numbers that are sorted by a click on a head, and their rows as CSV.

import { element } from './dom.js';

/**
 * A table.
 * @param caption for those who do not see it
 * @param columns of a head, value(row) to sort by, show(row) to see, and optionally best, the larger or the smaller of
 * the values: max or min; the first column names the row
 * @param rows in the order in which they are shown at first
 */
export function sortable(caption, columns, rows) {
	const body = element('tbody');
	const heads = columns.map(({ head, value }) =>
		element('th', { scope: 'col' }, value ? element('button', { type: 'button', class: 'sort' }, head) : head),
	);
	const best = columns.map(({ best: which, value }) =>
		which && rows.length > 1 ? Math[which](...rows.map(value).filter((one) => one !== null)) : undefined,
	);
	const fill = (ordered) =>
		body.replaceChildren(
			...ordered.map((row) =>
				element(
					'tr',
					{},
					...columns.map(({ value, show }, i) =>
						element(
							i === 0 ? 'th' : 'td',
							{
								...(i === 0 && { scope: 'row' }),
								class: best[i] !== undefined && value(row) === best[i] ? 'best' : '',
							},
							...[show(row)].flat(),
						),
					),
				),
			),
		);
	heads.forEach((head, i) =>
		head.firstElementChild?.addEventListener('click', () => {
			// Numbers are looked at from the largest, names from the first letter.
			const { value } = columns[i];
			const first = rows.some((row) => typeof value(row) === 'number') ? 'descending' : 'ascending';
			const other = first === 'ascending' ? 'descending' : 'ascending';
			const order = head.getAttribute('aria-sort') === first ? other : first;
			heads.forEach((one) => one.removeAttribute('aria-sort'));
			head.setAttribute('aria-sort', order);
			const sign = order === 'ascending' ? 1 : -1;
			fill([...rows].sort((one, another) => sign * compare(value(one), value(another))));
		}),
	);
	fill(rows);
	return element(
		'table',
		{ class: 'sortable' },
		element('caption', { class: 'unseen' }, caption),
		element('thead', {}, element('tr', {}, ...heads)),
		body,
	);
}

/** The rows as CSV (RFC 4180). @param columns of a name and value(row) */
export function csv(columns, rows) {
	const lines = [
		columns.map(({ name }) => name),
		...rows.map((row) => columns.map(({ value }) => String(value(row) ?? ''))),
	];
	const text = lines.map((line) => line.map(quoted).join(',')).join('\r\n');
	return new Blob([`${text}\r\n`], { type: 'text/csv' });
}

// A text that begins like a formula would be reckoned by spreadsheets; numbers stay what they are.
function quoted(text) {
	const safe = /^[=+@\t\r]|^-(?![\d.])/.test(text) ? `'${text}` : text;
	return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function compare(one, other) {
	if (one === null || other === null) {
		return Number(one === null) - Number(other === null);
	}
	return typeof one === 'number' ? one - other : one.localeCompare(other);
}
