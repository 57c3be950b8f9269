package dev.dcae.ops;

import java.util.List;

import dev.dcae.checkpoint.CheckpointSource;
import dev.dcae.model.Precision;

/**
 * A model that is configured to be served.
 *
 * @param id what requests call it
 * @param source where its checkpoint is
 * @param precision what it computes in
 * @param devices that it is placed on
 */
public record ModelSpec(String id, CheckpointSource source, Precision precision, List<String> devices) {

	/**
	 * Copies the list.
	 */
	public ModelSpec {
		devices = List.copyOf(devices);
	}

}
