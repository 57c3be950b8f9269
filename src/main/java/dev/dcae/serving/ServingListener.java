package dev.dcae.serving;

/**
 * Hears what happens, for metrics and logs.
 */
@FunctionalInterface
public interface ServingListener {

	/**
	 * Called by whichever thread caused the event, outside the scheduler's lock; events
	 * of several threads may arrive in another order than they happened. Must be quick.
	 */
	void on(ServingEvent event);

}
