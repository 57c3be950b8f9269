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
package dev.dcae.checkpoint.hub;

import dev.dcae.checkpoint.CheckpointHub;

/**
 * The hub that the process's environment names.
 */
public final class EnvironmentsHub {

	private EnvironmentsHub() {
	}

	public static CheckpointHub open() {
		return new CheckpointHub(new Hub(HubSettings.ofEnvironment(HubOptions.NONE), ProgressLine.log()));
	}

}
