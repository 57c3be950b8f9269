package dev.dcae.checkpoint;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

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

	static final List<String> USUAL_NAMES = List.of(CONFIG, STEMS.get(0) + SINGLE, STEMS.get(0) + INDEX,
			STEMS.get(1) + SINGLE, STEMS.get(1) + INDEX);

	private CheckpointLayout() {
	}

	/**
	 * Finds the weights: the index of a known name, else the file of a known name, else
	 * the only safetensors file.
	 * @return the files, each with the tensors the index puts into it; an empty set where
	 * there is no index
	 */
	static Map<String, Set<String>> find(CheckpointFiles files, Set<String> names) throws IOException {
		for (String stem : STEMS) {
			if (names.contains(stem + INDEX)) {
				return shards(files, stem + INDEX);
			}
			if (names.contains(stem + SINGLE)) {
				return Map.of(stem + SINGLE, Set.of());
			}
		}
		List<String> others = names.stream().filter((name) -> name.endsWith(SINGLE)).toList();
		if (others.size() == 1) {
			return Map.of(others.getFirst(), Set.of());
		}
		if (others.isEmpty()) {
			throw new CheckpointException("%s has no .safetensors file".formatted(files.name()),
					"other weights have to be converted, as by diffusers' save_pretrained");
		}
		throw new CheckpointException(
				"%s has several .safetensors files and none of the usual names, so which one to load is unclear: %s"
					.formatted(files.name(), String.join(", ", others)),
				"rename one to %s, or add the index of the shards".formatted(STEMS.getFirst() + SINGLE));
	}

	private static Map<String, Set<String>> shards(CheckpointFiles files, String index) throws IOException {
		byte[] json = files.read(index);
		Optional<CheckpointException> mistaken = Mistaken.of(files, index, json);
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
