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
 * The scheduler's core: every decision is taken by
 * {@link dev.dcae.serving.core.SchedulingCore}, plain data under one lock, and its
 * effects follow after it; lanes, one platform thread each, ask it for their next step
 * and tell it how the step ended.
 */
@NullMarked
package dev.dcae.serving.core;

import org.jspecify.annotations.NullMarked;
