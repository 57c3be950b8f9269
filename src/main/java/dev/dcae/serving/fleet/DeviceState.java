/*
 * Copyright 2026 the dcae authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.dcae.serving.fleet;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import dev.dcae.serving.Device;
import dev.dcae.serving.DeviceLanes;
import org.jspecify.annotations.Nullable;

/**
 * The state of one device. Guarded by the scheduler's lock.
 */
public final class DeviceState {

	private final Device device;

	private final List<LaneState> lanes = new ArrayList<>();

	private final List<LaneState> seen = Collections.unmodifiableList(this.lanes);

	private @Nullable Throwable fault;

	DeviceState(DeviceLanes plan, long now) {
		this.device = plan.device();
		for (int index = 0; index < plan.lanes(); index++) {
			this.lanes.add(new LaneState(plan.device(), index, now));
		}
	}

	public Device device() {
		return this.device;
	}

	public List<LaneState> lanes() {
		return this.seen;
	}

	/**
	 * Puts a lane in the place of one that is lost.
	 */
	public void replace(LaneState fresh) {
		this.lanes.set(fresh.index(), fresh);
	}

	/**
	 * Takes it out of service, and all of its lanes.
	 */
	public void quarantine(Throwable cause) {
		this.fault = cause;
		this.lanes.forEach(LaneState::retire);
	}

	/**
	 * The sticky fault for which it is quarantined.
	 */
	public @Nullable Throwable fault() {
		return this.fault;
	}

}
