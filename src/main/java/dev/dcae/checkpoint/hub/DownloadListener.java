package dev.dcae.checkpoint.hub;

import java.time.Duration;

/**
 * A listener that is told what is downloaded.
 */
public interface DownloadListener {

	/**
	 * A listener that does nothing.
	 */
	DownloadListener NONE = new DownloadListener() {

		@Override
		public void received(long bytes) {
			// Nobody counts it.
		}

		@Override
		public void ended(Duration time, boolean whole) {
			// Nobody counts it.
		}

	};

	/**
	 * Bytes of a file came, whether they will be of use or not.
	 */
	void received(long bytes);

	/**
	 * The download of a file ended. A file that was there already is none.
	 * @param whole whether it is in the cache now
	 */
	void ended(Duration time, boolean whole);

}
