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
/**
 * The scheduler's contracts: what is served, what is submitted and answered, what is told
 * and asked. It owns the interface "run this batch on this device" and knows neither HTTP
 * nor libtorch. {@link dev.dcae.serving.Scheduler} is the door; behind it are the
 * corridors, which nothing here knows.
 */
@NullMarked
package dev.dcae.serving;

import org.jspecify.annotations.NullMarked;
