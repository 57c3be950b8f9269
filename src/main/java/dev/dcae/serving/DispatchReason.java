package dev.dcae.serving;

/**
 * The reason for which a batch was sent when it was.
 */
public enum DispatchReason {

	/**
	 * No other item of its bucket would have fitted.
	 */
	FULL,

	/**
	 * A lane was free.
	 */
	LANE_FREE

}
