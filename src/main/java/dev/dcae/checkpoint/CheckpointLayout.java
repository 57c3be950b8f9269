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
package dev.dcae.checkpoint;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The safetensors files that make up a checkpoint, and the tensors that each must have.
 * Either one file, or an index that maps every tensor to its shard.
 */
final class CheckpointLayout {

	static final String CONFIG = "config.json";

	/**
	 * The names of weight files, in order of preference: diffusers', then the original
	 * repositories'.
	 */
	private static final List<String> STEMS = List.of("diffusion_pytorch_model", "model");

	private static final String SINGLE = ".safetensors";

	private static final String INDEX = ".safetensors.index.json";

	/**
	 * The ends of the names of TAESD's own files, which have an encoder or a decoder
	 * each.
	 */
	private static final String ENCODER = "_encoder";

	private static final String DECODER = "_decoder";

	/**
	 * The ending of files of {@code torch.save}, which are read of these alone, and where
	 * there are no safetensors.
	 */
	static final String PTH = ".pth";

	private static final Pattern OF_ENCODER = Pattern.compile("(.+)" + ENCODER + "(\\.safetensors|\\.pth)");

	private static final Pattern OF_END = Pattern.compile(".+_(encoder|decoder)\\.(?:safetensors|pth)");

	private static final Pattern OF_TINY = Pattern.compile(OF_END.pattern() + "|tae\\w*\\.safetensors");

	/**
	 * The names of weights of a variant. A shard, which the index names, is none.
	 */
	private static final Pattern OF_VARIANT = Pattern
		.compile(("(?:%1$s)\\.(?:(?<single>%2$s)\\.safetensors|safetensors\\.index\\.(?<index>%2$s)\\.json"
				+ "|safetensors\\.(?<older>%2$s)\\.index\\.json)")
			.formatted(String.join("|", STEMS), "(?!\\S*\\d-of-\\d)[A-Za-z0-9_-]+"));

	private CheckpointLayout() {
	}

	/**
	 * The names that a checkpoint's files usually have, but for shards.
	 */
	static List<String> usualNames(Optional<String> variant) {
		String each = variant.orElse("");
		return Stream
			.concat(Stream.of(CONFIG),
					STEMS.stream().flatMap((stem) -> Stream.concat(indices(stem, each), Stream.of(single(stem, each)))))
			.toList();
	}

	/**
	 * Finds the weights: the index of a known name, else the file of a known name, each
	 * of the variant; where none is asked for, of the only variant there is, else the
	 * only safetensors file.
	 * @return the files, each with the tensors the index puts into it; an empty set where
	 * there is no index
	 */
	static Map<String, Set<String>> find(CheckpointFiles files, Set<String> names, Optional<String> variant)
			throws IOException {
		Set<String> variants = variants(names);
		List<String> wanted = List.of(variant.orElse(""));
		if (variant.isEmpty() && variants.size() == 1) {
			wanted = List.of("", variants.iterator().next());
		}
		for (String each : wanted) {
			for (String stem : STEMS) {
				Optional<String> index = indices(stem, each).filter(names::contains).findFirst();
				if (index.isPresent()) {
					return shards(files, index.get());
				}
				if (names.contains(single(stem, each))) {
					return Map.of(single(stem, each), Set.of());
				}
			}
		}
		Optional<Map<String, Set<String>>> pair = pair(names, variant);
		if (pair.isPresent()) {
			return pair.get();
		}
		if (variant.isPresent()) {
			throw new CheckpointException("%s has no weights of the variant %s".formatted(files.name(), variant.get()),
					variants.isEmpty() ? "leave variant out" : "variant may be one of " + String.join(", ", variants));
		}
		return only(files, names, variants);
	}

	/**
	 * Tells whether there are weights of variants and none without.
	 */
	static boolean hasVariantsAlone(Set<String> names) {
		List<String> plain = usualNames(Optional.empty());
		return !variants(names).isEmpty()
				&& names.stream().noneMatch((name) -> !name.equals(CONFIG) && plain.contains(name));
	}

	private static Map<String, Set<String>> only(CheckpointFiles files, Set<String> names, Set<String> variants) {
		List<String> singles = names.stream().filter((name) -> name.endsWith(SINGLE)).toList();
		if (singles.size() == 1) {
			return Map.of(singles.getFirst(), Set.of());
		}
		if (singles.isEmpty()) {
			throw none(files, names);
		}
		if (!variants.isEmpty()) {
			throw new CheckpointException("%s has weights of the variants %s and none without".formatted(files.name(),
					String.join(", ", variants)), "set variant to one of them");
		}
		throw new CheckpointException(
				"%s has several .safetensors files and none of the usual names, so which one to load is unclear: %s"
					.formatted(files.name(), String.join(", ", singles)),
				"rename one to %s, or add the index of the shards".formatted(STEMS.getFirst() + SINGLE));
	}

	private static CheckpointException none(CheckpointFiles files, Set<String> names) {
		Set<String> pairs = pairs(names, PTH);
		if (!pairs.isEmpty()) {
			return new CheckpointException("%s has several pairs of an encoder and a decoder: %s"
				.formatted(files.name(), String.join(", ", pairs)), "set variant to one of them");
		}
		return new CheckpointException("%s has no .safetensors file".formatted(files.name()), names.stream()
			.anyMatch((name) -> name.endsWith(PTH))
					? "of .pth files a pair is read, such as taesd_encoder.pth and taesd_decoder.pth; others have to be converted, as by diffusers' save_pretrained"
					: "other weights have to be converted, as by diffusers' save_pretrained");
	}

	/**
	 * The two files of TAESD's own repository: of the variant, or the only ones. Pickled
	 * ones are taken where there are no safetensors.
	 */
	private static Optional<Map<String, Set<String>>> pair(Set<String> names, Optional<String> variant) {
		for (String ending : List.of(SINGLE, PTH)) {
			Set<String> pairs = pairs(names, ending);
			long safetensors = names.stream().filter((name) -> name.endsWith(SINGLE)).count();
			boolean only = pairs.size() == 1 && safetensors == (ending.equals(SINGLE) ? 2 : 0);
			Optional<String> wanted = variant.or(() -> only ? pairs.stream().findFirst() : Optional.empty());
			if (wanted.filter(pairs::contains).isPresent()) {
				Map<String, Set<String>> pair = new LinkedHashMap<>();
				pair.put(wanted.get() + ENCODER + ending, Set.of());
				pair.put(wanted.get() + DECODER + ending, Set.of());
				return Optional.of(pair);
			}
		}
		return Optional.empty();
	}

	/**
	 * The names, without their ends, of encoders that have their decoders beside them.
	 */
	private static Set<String> pairs(Set<String> names, String ending) {
		Set<String> pairs = new TreeSet<>();
		for (String name : names) {
			Matcher encoder = OF_ENCODER.matcher(name);
			if (encoder.matches() && encoder.group(2).equals(ending)
					&& names.contains(encoder.group(1) + DECODER + ending)) {
				pairs.add(encoder.group(1));
			}
		}
		return pairs;
	}

	/**
	 * The prefix of the names of a file's tensors: the end that a file of a pair has
	 * alone, which its own names leave out.
	 * @param files of the whole checkpoint
	 */
	static String prefix(Set<String> files, String file) {
		Matcher end = OF_END.matcher(file);
		boolean pair = files.size() == 2 && files.stream().allMatch((each) -> OF_END.matcher(each).matches());
		return (pair && end.matches()) ? end.group(1) + "." : "";
	}

	/**
	 * Requires that a checkpoint without a config needs none: the files of TAESD's own
	 * repository are told by their tensors.
	 * @param remedy what to do where it needs one
	 * @throws CheckpointException if it needs one
	 */
	static void requireNoConfig(CheckpointFiles files, Set<String> names, Optional<String> variant, String remedy)
			throws IOException {
		boolean tiny = names.stream().anyMatch((name) -> OF_TINY.matcher(name).matches())
				&& find(files, names, variant).keySet().stream().allMatch((name) -> OF_TINY.matcher(name).matches());
		if (!tiny) {
			throw new CheckpointException("%s has no %s".formatted(files.name(), CONFIG), remedy);
		}
	}

	private static String single(String stem, String variant) {
		return variant.isEmpty() ? stem + SINGLE : stem + "." + variant + SINGLE;
	}

	/**
	 * The names of an index, today's and that of older writers.
	 */
	private static Stream<String> indices(String stem, String variant) {
		return variant.isEmpty() ? Stream.of(stem + INDEX) : Stream.of(stem + SINGLE + ".index." + variant + ".json",
				stem + SINGLE + "." + variant + ".index.json");
	}

	/**
	 * The variants that there are weights of.
	 */
	private static Set<String> variants(Set<String> names) {
		Set<String> variants = new TreeSet<>();
		for (String name : names) {
			Matcher matcher = OF_VARIANT.matcher(name);
			if (matcher.matches()) {
				variants.add(Stream.of("single", "index", "older")
					.map(matcher::group)
					.filter(Objects::nonNull)
					.findFirst()
					.orElseThrow());
			}
		}
		return variants;
	}

	private static Map<String, Set<String>> shards(CheckpointFiles files, String index) throws IOException {
		byte[] json = files.read(index);
		Optional<CheckpointException> mistaken = MisfetchedFile.of(files, index, json);
		if (mistaken.isPresent()) {
			throw mistaken.get();
		}
		JsonNode weightMap;
		try {
			weightMap = JsonMapper.shared().readTree(json).path("weight_map");
		}
		catch (JacksonException ex) {
			throw new CheckpointException("%s is not JSON: %s".formatted(index, ex.getOriginalMessage()));
		}
		if (!weightMap.isObject() || weightMap.isEmpty()) {
			throw new CheckpointException("%s has no weight_map".formatted(index));
		}
		Map<String, Set<String>> shards = new LinkedHashMap<>();
		for (Map.Entry<String, JsonNode> entry : weightMap.properties()) {
			String file = entry.getValue().isString() ? entry.getValue().stringValue() : "";
			// An index comes from outside: a plain file name is the only thing it may
			// point at.
			if (!file.matches("[A-Za-z0-9][A-Za-z0-9._-]*\\.safetensors")) {
				throw new CheckpointException(
						"%s puts %s into %s, which is not the name of a .safetensors file beside it".formatted(index,
								entry.getKey(), entry.getValue()));
			}
			shards.computeIfAbsent(file, (name) -> new TreeSet<>()).add(entry.getKey());
		}
		return shards;
	}

}
