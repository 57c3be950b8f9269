// Bytes as an image file against bytes as a latent, as bars on one honest scale.

import { element, shape } from './dom.js';
import { about, bytes } from './words.js';

/** Shows rows of a name, the bytes and whether they are those of a latent. */
export function showSizes(root, rows) {
	const most = Math.max(...rows.map((row) => row.bytes));
	const png = rows.find((row) => row.key === 'png')?.bytes;
	root.replaceChildren(
		element(
			'dl',
			{ class: 'sizes' },
			...rows.map((row) => {
				const bar = shape('svg', {
					class: 'sizebar',
					viewBox: '0 0 1000 10',
					preserveAspectRatio: 'none',
					'aria-hidden': 'true',
				});
				bar.append(
					shape('rect', {
						class: row.latent ? 'is-latent' : 'is-file',
						x: 0,
						y: 0,
						height: 10,
						width: Math.max(3, (1000 * row.bytes) / most),
					}),
				);
				const times = row.latent && png ? `${about(png / row.bytes)}× less than PNG` : '';
				return element(
					'div',
					{},
					element('dt', {}, row.name),
					element(
						'dd',
						{ 'data-size': row.key },
						element('small', {}, times),
						element('b', {}, bytes(row.bytes)),
						bar,
					),
				);
			}),
		),
	);
}
