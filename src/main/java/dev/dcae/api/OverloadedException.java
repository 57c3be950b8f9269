package dev.dcae.api;

/**
 * The requests in flight hold all the memory that there is for them.
 */
public class OverloadedException extends RuntimeException {

	OverloadedException() {
		super("The requests in flight hold all the memory that there is for them", null, false, false);
	}

}
