package dev.dcae.image;

import java.util.concurrent.CancellationException;

/**
 * The end of image work whose thread was interrupted, since nobody waits for it any more.
 */
public final class Interruption {

	private Interruption() {
	}

	/**
	 * Tells whether the work of this thread should end.
	 */
	public static boolean isDue() {
		return Thread.currentThread().isInterrupted();
	}

	/**
	 * Ends the work of this thread if it should end: asked once a row or so.
	 * @throws CancellationException if it should
	 */
	public static void check() {
		if (isDue()) {
			throw new CancellationException("Nobody waits for this image any more");
		}
	}

}
