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
package dev.dcae.serving.queue;

import dev.dcae.serving.QueueBounds;

/**
 * The load that waits of one caller.
 */
public record CallerLoad(int items, long pixels) {

	/**
	 * Nothing.
	 */
	public static final CallerLoad NONE = new CallerLoad(0, 0);

	public CallerLoad plus(CallerLoad other) {
		return new CallerLoad(this.items + other.items, this.pixels + other.pixels);
	}

	public boolean fits(QueueBounds bounds) {
		return this.items <= bounds.maxItems() && this.pixels <= bounds.maxPixels();
	}

}
