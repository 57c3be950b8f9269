package dev.dcae.serving.queue;

/**
 * A lane, as its items know it.
 */
public interface ItemHolder {

	/**
	 * The item is settled or goes elsewhere.
	 */
	void drop(QueuedItem item);

}
