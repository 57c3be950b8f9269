// Numbers as people read them.

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

export const count = (value) => whole.format(value);

export const about = (value) => short.format(value);

/** A number with as many digits after the point as asked for. */
export const fixed = (value, digits) => value.toFixed(digits);

/** Bytes in decimal units: 427 kB. */
export function bytes(value) {
	const units = ['B', 'kB', 'MB', 'GB', 'TB'];
	let unit = 0;
	let scaled = value;
	while (scaled >= 999.5 && unit < units.length - 1) {
		scaled /= 1000;
		unit++;
	}
	return `${short.format(scaled)} ${units[unit]}`;
}

export function milliseconds(value) {
	return value >= 9995
		? `${short.format(value / 1000)} s`
		: `${value >= 100 ? whole.format(value) : short.format(value)} ms`;
}

export const seconds = (value) => milliseconds(value * 1000);

/** A number that may be infinite. */
export const infinite = (value, digits) => (Number.isFinite(value) ? fixed(value, digits) : '∞');
