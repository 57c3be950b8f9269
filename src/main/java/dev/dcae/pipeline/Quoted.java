package dev.dcae.pipeline;

/**
 * A client's own words in a message to it: short, on one line and without controls,
 * whatever it sent.
 */
public final class Quoted {

	private static final int LONGEST = 100;

	private Quoted() {
	}

	/**
	 * The text in quotes.
	 */
	public static String of(String text) {
		String shown = (text.length() <= LONGEST) ? text : text.substring(0, LONGEST) + "…";
		return "'" + shown.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]", "?") + "'";
	}

}
