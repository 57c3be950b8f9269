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
package dev.dcae.dataset.parts;

import java.util.Locale;

/**
 * The forms in which latents are written.
 */
public enum OutputFormat {

	/**
	 * A file of named tensors for each shape.
	 */
	SAFETENSORS,

	/**
	 * A tar of samples for each that is read, latents in place of images.
	 */
	WEBDATASET,

	/**
	 * Files of the tensors {@code latents}, {@code latents_flip} and {@code labels}.
	 */
	LIGHTNINGDIT;

	String text() {
		return name().toLowerCase(Locale.ROOT);
	}

}
