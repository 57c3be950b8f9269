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
package dev.dcae.serving.core;

import java.util.List;

import dev.dcae.serving.Bucket;
import dev.dcae.serving.DispatchReason;
import dev.dcae.serving.queue.QueuedItem;

/**
 * Items that were taken together, most urgent first.
 *
 * @param alone whether nothing else waits, and nothing runs on the device
 * @param wide whether it is to have all cores of the device for that
 */
record Batch(Bucket bucket, List<QueuedItem> items, DispatchReason why, boolean alone, boolean wide) {
}
