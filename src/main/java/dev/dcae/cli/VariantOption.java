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
package dev.dcae.cli;

import java.util.Optional;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The option of commands that says which weights of a checkpoint are meant.
 */
final class VariantOption {

	@Option(names = "--variant", paramLabel = "NAME",
			description = "The weights to take of a checkpoint that has several, such as fp16, as in"
					+ " dcae.models[n].variant.")
	private @Nullable String name;

	Optional<String> get() {
		return Optional.ofNullable(this.name);
	}

}
