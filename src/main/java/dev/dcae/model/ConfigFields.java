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
package dev.dcae.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The fields of a diffusers config, each taken once: what is left in the end is unknown,
 * and refused. Diffusers itself lets an unknown string fall through to a default.
 */
final class ConfigFields {

	static final int MAX_SIZE = 65536;

	/**
	 * Far beyond any published model; more would make the table of weights itself a
	 * burden.
	 */
	static final int MAX_LAYERS = 1024;

	/**
	 * Longest piece of a config that a message repeats.
	 */
	private static final int MAX_QUOTED = 100;

	private static final int SDXL_CHANNELS = 4;

	private static final String ACTIVATIONS = "silu, swish, relu, gelu, mish";

	private final JsonNode json;

	private final Set<String> unread;

	ConfigFields(JsonNode json) {
		this.json = json;
		this.unread = new TreeSet<>(json.propertyNames());
		// diffusers' own bookkeeping: _class_name, _diffusers_version, _name_or_path.
		this.unread.removeIf((name) -> name.startsWith("_"));
		// Whether tensors are quantized they say themselves.
		this.unread.remove("quantization_config");
	}

	/**
	 * Refuses fields that nobody took.
	 */
	void requireAllTaken(String type) {
		if (!this.unread.isEmpty()) {
			throw new InvalidConfigException("Unknown field%s in the %s config: %s"
				.formatted((this.unread.size() > 1) ? "s" : "", type, String.join(", ", this.unread)));
		}
	}

	/**
	 * The value of a field; null where it is absent or null.
	 */
	@Nullable JsonNode take(String field) {
		this.unread.remove(field);
		JsonNode node = this.json.get(field);
		return (node == null || node.isNull()) ? null : node;
	}

	/**
	 * A string for all stages, or a list with one for each.
	 */
	<T> List<T> perStage(String field, String usual, int count, Function<String, @Nullable T> parse, String accepted) {
		JsonNode node = take(field);
		if (node == null || node.isString()) {
			T value = parse(field, (node != null) ? node : text(usual), parse, accepted);
			return Collections.nCopies(count, value);
		}
		List<T> values = elements(field, node, parse, accepted);
		requireLength(field, values, count);
		return values;
	}

	/**
	 * A list with a string for each stage.
	 */
	<T> List<T> listed(String field, List<String> usual, Function<String, @Nullable T> parse, String accepted) {
		JsonNode node = take(field);
		if (node == null) {
			return usual.stream().map((name) -> parse(field, text(name), parse, accepted)).toList();
		}
		return elements(field, node, parse, accepted);
	}

	private static <T> List<T> elements(String field, JsonNode node, Function<String, @Nullable T> parse,
			String accepted) {
		requireArray(field, node);
		List<T> values = new ArrayList<>();
		for (int i = 0; i < node.size(); i++) {
			values.add(parse("%s[%d]".formatted(field, i), node.get(i), parse, accepted));
		}
		return values;
	}

	<T> T choice(String field, String usual, Function<String, @Nullable T> parse, String accepted) {
		JsonNode node = take(field);
		return parse(field, (node != null) ? node : text(usual), parse, accepted);
	}

	Activation activation(String field, String usual) {
		return choice(field, usual, ConfigFields::activation, ACTIVATIONS);
	}

	List<Activation> activations(String field, String usual, int count) {
		return perStage(field, usual, count, ConfigFields::activation, ACTIVATIONS);
	}

	private static @Nullable Activation activation(String name) {
		// In any case, as diffusers takes them.
		return switch (name.toLowerCase(Locale.ROOT)) {
			case "silu", "swish" -> Activation.SILU;
			case "relu" -> Activation.RELU;
			case "gelu" -> Activation.GELU;
			case "mish" -> Activation.MISH;
			default -> null;
		};
	}

	private static JsonNode text(String value) {
		return JsonNodeFactory.instance.stringNode(value);
	}

	private static <T> T parse(String field, JsonNode node, Function<String, @Nullable T> parse, String accepted) {
		T value = node.isString() ? parse.apply(node.stringValue()) : null;
		if (value == null) {
			throw new InvalidConfigException("%s is %s; supported: %s".formatted(field, shown(node), accepted));
		}
		return value;
	}

	List<Integer> integers(String field, List<Integer> usual, int least, int most) {
		JsonNode node = take(field);
		return (node != null) ? integers(field, node, least, most) : usual;
	}

	static List<Integer> integers(String field, JsonNode node, int least, int most) {
		requireArray(field, node);
		List<Integer> values = new ArrayList<>();
		for (int i = 0; i < node.size(); i++) {
			values.add(integer("%s[%d]".formatted(field, i), node.get(i), least, most));
		}
		return values;
	}

	int integer(String field, int usual, int most) {
		JsonNode node = take(field);
		return (node != null) ? integer(field, node, 1, most) : usual;
	}

	int integer(String field, int usual) {
		return integer(field, usual, MAX_SIZE);
	}

	/**
	 * Takes the first of a pair, or the one number for both.
	 */
	int firstOfPair(String field, int usual) {
		JsonNode node = take(field);
		if (node == null) {
			return usual;
		}
		if (!node.isArray()) {
			return integer(field, node, 1, MAX_SIZE);
		}
		List<Integer> pair = integers(field, node, 1, MAX_SIZE);
		if (pair.size() != 2) {
			throw new InvalidConfigException(
					"%s is %s; expected an integer or a pair of integers".formatted(field, shown(node)));
		}
		return pair.getFirst();
	}

	private static int integer(String field, JsonNode node, int least, int most) {
		if (!node.canConvertToInt() || !node.isIntegralNumber() || node.intValue() < least || node.intValue() > most) {
			throw new InvalidConfigException(
					"%s is %s; expected an integer from %d to %d".formatted(field, shown(node), least, most));
		}
		return node.intValue();
	}

	/**
	 * Takes a number of channels that has to be 3.
	 */
	void requireRgb(String field) {
		int channels = integer(field, AutoencoderConfig.IMAGE_CHANNELS);
		if (channels != AutoencoderConfig.IMAGE_CHANNELS) {
			throw new InvalidConfigException("%s is %d; only RGB images (3) are served".formatted(field, channels));
		}
	}

	/**
	 * Takes fields that change no number.
	 */
	void ignore(String... names) {
		for (String name : names) {
			take(name);
		}
	}

	boolean bool(String field) {
		JsonNode node = take(field);
		if (node == null) {
			return true;
		}
		if (!node.isBoolean()) {
			throw new InvalidConfigException("%s is %s; expected true or false".formatted(field, shown(node)));
		}
		return node.booleanValue();
	}

	/**
	 * The fields that say how a diffusion pipeline scales latents:
	 * {@code scaling_factor}, {@code shift_factor}, {@code latents_mean},
	 * {@code latents_std}. Means and deviations of four channels are SDXL's, whose
	 * pipelines take the factor besides and no shift. Of others a factor counts that
	 * somebody chose, not the one that diffusers writes into every config, since
	 * GLM-Image's pipeline takes none; with a shift they are unknown.
	 * @param usual the scaling factor where the field is missing; where it is null there
	 * is none
	 * @param channels of the latent
	 */
	LatentScaling scaling(double usual, int channels) {
		double factor = number("scaling_factor", this.json.has("scaling_factor") ? Double.NaN : usual, true);
		double shift = number("shift_factor", 0, false);
		List<Double> mean = numbers("latents_mean", channels, false);
		List<Double> deviation = numbers("latents_std", channels, true);
		if (mean.isEmpty() != deviation.isEmpty()) {
			throw new InvalidConfigException("latents_mean and latents_std belong together, and %s is missing"
				.formatted(mean.isEmpty() ? "latents_mean" : "latents_std"));
		}
		return mean.isEmpty() ? LatentScaling.of(factor, shift)
				: byStatistics((factor != usual || channels == SDXL_CHANNELS) ? factor : 1, shift, mean, deviation);
	}

	private static LatentScaling byStatistics(double factor, double shift, List<Double> mean, List<Double> deviation) {
		return (shift == 0 || mean.size() == SDXL_CHANNELS) ? new LatentScaling(factor, 0, mean, deviation)
				: LatentScaling.UNKNOWN;
	}

	/**
	 * Takes a number above 0.
	 */
	double positive(String field, double usual) {
		return number(field, usual, true);
	}

	private double number(String field, double usual, boolean positive) {
		JsonNode node = take(field);
		return (node != null) ? number(field, node, positive) : usual;
	}

	/**
	 * A number for each channel; none where the field is missing.
	 */
	List<Double> numbers(String field, int count, boolean positive) {
		JsonNode node = take(field);
		if (node == null) {
			return List.of();
		}
		requireArray(field, node);
		if (node.size() != count) {
			throw new InvalidConfigException(
					"%s has %d entries for %d latent channels".formatted(field, node.size(), count));
		}
		List<Double> values = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			values.add(number("%s[%d]".formatted(field, i), node.get(i), positive));
		}
		return values;
	}

	private static double number(String field, JsonNode node, boolean positive) {
		if (!node.isNumber() || !Double.isFinite(node.doubleValue()) || (positive && node.doubleValue() <= 0)) {
			throw new InvalidConfigException(
					"%s is %s; expected a %s number".formatted(field, shown(node), positive ? "positive" : "finite"));
		}
		return node.doubleValue();
	}

	static String shown(JsonNode node) {
		String text = node.toString();
		return (text.length() <= MAX_QUOTED) ? text : text.substring(0, MAX_QUOTED) + "…";
	}

	static void requireArray(String field, JsonNode node) {
		if (!node.isArray()) {
			throw new InvalidConfigException("%s is %s; expected a list".formatted(field, shown(node)));
		}
	}

	static void requireLength(String field, List<?> values, int count) {
		if (values.size() != count) {
			throw new InvalidConfigException("%s has %d entries for %d stages".formatted(field, values.size(), count));
		}
	}

}
