package dev.dcae.serving;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What the scheduler knows of one device. Guarded by its lock.
 */
final class DeviceState {

	final Device device;

	final List<LaneState> lanes = new ArrayList<>();

	/**
	 * The sticky fault for which it is quarantined.
	 */
	@Nullable Throwable fault;

	DeviceState(DeviceLanes plan, long now) {
		this.device = plan.device();
		for (int index = 0; index < plan.lanes(); index++) {
			this.lanes.add(new LaneState(plan.device(), index, now));
		}
	}

}
