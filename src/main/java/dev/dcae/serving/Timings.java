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
package dev.dcae.serving;

import java.time.Duration;

/**
 * The parts of the time of an item.
 *
 * @param queue from its admission until a lane took it into a batch; where it had to be
 * taken again, until the last time
 * @param batch from then until the device began with it: the parts of a batch that ran
 * out of memory wait for each other
 * @param device the time of the device call, shared with {@code batchSize - 1} others
 * @param batchSize the items that ran in that call
 */
public record Timings(Duration queue, Duration batch, Duration device, int batchSize) {
}
