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
 * Images: uint8 RGB pixels, and the contract of the file formats that they are read from
 * and written to, each of which has a package of its own. Files come from strangers:
 * sizes are checked before any pixel is decoded, and every failure is an
 * {@link dev.dcae.image.ImageException}. Knows nobody.
 */
@NullMarked
package dev.dcae.image;

import org.jspecify.annotations.NullMarked;
