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
 * Data sets encoded in parts. The work is cut into units that each leave a record when
 * they are done, written last and whole; whoever finds no record does the unit again,
 * under the same names. So any part can run anywhere, be killed at any moment and be
 * started any number of times, and the sum is each sample once.
 */
@NullMarked
package dev.dcae.dataset.parts;

import org.jspecify.annotations.NullMarked;
