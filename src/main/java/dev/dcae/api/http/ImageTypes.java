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
package dev.dcae.api.http;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.dcae.image.ImageFormat;
import dev.dcae.image.formats.ImageFormats;

import org.springframework.stereotype.Component;

/**
 * The media types of image files where a list of types says {@link #ANY}: those of all
 * formats that there are, be it in the mapping of a controller or in its description.
 */
@Component
public class ImageTypes {

	/**
	 * The type that stands for all of them, since annotations cannot ask.
	 */
	public static final String ANY = "image/*";

	private final List<String> all;

	/**
	 * The types by other names for them, which no description lists.
	 */
	private final Map<String, String> aliases = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

	ImageTypes(ImageFormats formats) {
		this.all = formats.all().stream().map(ImageFormat::mediaType).toList();
		for (ImageFormat format : formats.all()) {
			format.mediaTypeAliases().forEach((alias) -> this.aliases.put(alias, format.mediaType()));
		}
	}

	/**
	 * The types that a list stands for, each once, in its order.
	 */
	public List<String> of(Collection<String> types) {
		return types.stream()
			.flatMap((type) -> type.equals(ANY) ? this.all.stream().filter((one) -> !types.contains(one))
					: Stream.of(type))
			.toList();
	}

	/**
	 * The type that a name without parameters is another name for.
	 */
	Optional<String> ofAlias(String name) {
		return Optional.ofNullable(this.aliases.get(name));
	}

}
