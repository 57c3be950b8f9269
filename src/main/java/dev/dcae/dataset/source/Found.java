package dev.dcae.dataset.source;

/**
 * The next thing in a unit of work: a sample, or the reason why one is none.
 */
public sealed interface Found permits Sample, Found.Problem {

	/**
	 * A sample that cannot be used.
	 *
	 * @param key of it
	 * @param reason a sentence for whoever owns it
	 */
	record Problem(String key, String reason) implements Found {
	}

}
