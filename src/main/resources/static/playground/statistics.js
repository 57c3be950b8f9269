// Figures about values: of a channel, or of all of them.

const BINS = 40;

/** Mean, deviation, least and most of values. */
export function statistics(values) {
	let sum = 0;
	let least = Infinity;
	let most = -Infinity;
	for (const value of values) {
		sum += value;
		least = Math.min(least, value);
		most = Math.max(most, value);
	}
	const mean = sum / values.length;
	let squares = 0;
	for (const value of values) {
		squares += (value - mean) ** 2;
	}
	return { mean, deviation: Math.sqrt(squares / values.length), least, most };
}

/** How many values lie in each of as many equal parts of a range. */
export function histogram(values, least, most, bins = BINS) {
	const counts = new Array(bins).fill(0);
	const width = (most - least) / bins;
	for (const value of values) {
		counts[width > 0 ? Math.min(bins - 1, Math.floor((value - least) / width)) : 0]++;
	}
	return counts;
}
