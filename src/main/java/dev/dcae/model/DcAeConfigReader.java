package dev.dcae.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Reads diffusers' {@code AutoencoderDC} config, with its defaults for fields that older
 * versions did not write. Every field is honoured or refused by name: diffusers itself
 * lets an unknown string fall through to a default.
 */
final class DcAeConfigReader {

	private static final int MAX_SIZE = 65536;

	/**
	 * Far beyond any published model; more would make the table of weights itself a
	 * burden.
	 */
	private static final int MAX_LAYERS = 1024;

	/**
	 * Longest piece of a config that a message repeats.
	 */
	private static final int SHOWN = 100;

	private final JsonNode json;

	private final Set<String> unread;

	DcAeConfigReader(JsonNode json) {
		this.json = json;
		this.unread = new TreeSet<>(json.propertyNames());
		// diffusers' own bookkeeping: _class_name, _diffusers_version, _name_or_path.
		this.unread.removeIf((name) -> name.startsWith("_"));
	}

	DcAeConfig read() {
		int channels = integer("in_channels", 3);
		if (channels != DcAeConfig.IMAGE_CHANNELS) {
			throw new InvalidConfigException("in_channels is %d; only RGB images (3) are served".formatted(channels));
		}
		int latentChannels = integer("latent_channels", 32);
		int headDim = integer("attention_head_dim", 32);
		List<Stage> encoder = stages("encoder", List.of(2, 2, 2, 3, 3, 3), null, null);
		List<Stage> decoder = stages("decoder", List.of(3, 3, 3, 3, 3, 3), "decoder_norm_types", "decoder_act_fns");
		Upsample upsample = choice("upsample_block_type", "pixel_shuffle", (name) -> switch (name) {
			case "pixel_shuffle" -> Upsample.PIXEL_SHUFFLE;
			case "interpolate" -> Upsample.INTERPOLATE;
			default -> null;
		}, "pixel_shuffle, interpolate");
		// Published SANA configs write "Conv", diffusers' converter "conv".
		Downsample downsample = choice("downsample_block_type", "pixel_unshuffle",
				(name) -> switch (name.toLowerCase(Locale.ROOT)) {
					case "pixel_unshuffle" -> Downsample.PIXEL_UNSHUFFLE;
					case "conv" -> Downsample.CONV;
					default -> null;
				}, "pixel_unshuffle, Conv");
		boolean outShortcut = bool("encoder_out_shortcut");
		boolean inShortcut = bool("decoder_in_shortcut");
		Activation outActivation = choice("decoder_conv_act_fn", "relu", DcAeConfigReader::activation, ACTIVATIONS);
		double scalingFactor = number("scaling_factor", 1.0);
		if (!this.unread.isEmpty()) {
			throw new InvalidConfigException("Unknown field%s in the AutoencoderDC config: %s"
				.formatted((this.unread.size() > 1) ? "s" : "", String.join(", ", this.unread)));
		}
		return new DcAeConfig(latentChannels, headDim, encoder, decoder, downsample, upsample, outShortcut, inShortcut,
				outActivation, scalingFactor);
	}

	private static final String ACTIVATIONS = "silu, swish, relu, gelu, mish";

	private static @Nullable Activation activation(String name) {
		return switch (name) {
			case "silu", "swish" -> Activation.SILU;
			case "relu" -> Activation.RELU;
			case "gelu" -> Activation.GELU;
			case "mish" -> Activation.MISH;
			default -> null;
		};
	}

	private static @Nullable Norm norm(String name) {
		for (Norm norm : Norm.values()) {
			if (norm.configName().equals(name)) {
				return norm;
			}
		}
		return null;
	}

	private static @Nullable BlockType block(String name) {
		for (BlockType type : BlockType.values()) {
			if (type.configName().equals(name)) {
				return type;
			}
		}
		return null;
	}

	/**
	 * The stages of one end. An encoder has no norm and activation fields: always RMS and
	 * SiLU.
	 */
	private List<Stage> stages(String end, List<Integer> defaultLayers, @Nullable String normField,
			@Nullable String activationField) {
		List<Integer> channels = integers(end + "_block_out_channels", List.of(128, 256, 512, 512, 1024, 1024), 1,
				MAX_SIZE);
		int count = channels.size();
		List<Integer> layers = integers(end + "_layers_per_block", defaultLayers, 0, MAX_LAYERS);
		requireLength(end + "_layers_per_block", layers, count);
		List<BlockType> blocks = perStage(end + "_block_types", "ResBlock", count, DcAeConfigReader::block,
				"ResBlock, EfficientViTBlock");
		List<List<Integer>> multiscales = multiscales(end + "_qkv_multiscales", count);
		List<Norm> norms = (normField != null)
				? perStage(normField, "rms_norm", count, DcAeConfigReader::norm, "rms_norm, batch_norm") : List.of();
		List<Activation> activations = (activationField != null)
				? perStage(activationField, "silu", count, DcAeConfigReader::activation, ACTIVATIONS) : List.of();
		List<Stage> stages = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			BlockType block = blocks.get(i);
			// Kernel sizes belong to attention; diffusers ignores them on a stage of
			// ResBlocks.
			List<Integer> kernels = (block == BlockType.EFFICIENT_VIT) ? multiscales.get(i) : List.of();
			stages.add(new Stage(block, channels.get(i), layers.get(i), kernels,
					(normField != null) ? norms.get(i) : Norm.RMS,
					(activationField != null) ? activations.get(i) : Activation.SILU));
		}
		return stages;
	}

	private List<List<Integer>> multiscales(String field, int count) {
		JsonNode node = take(field);
		if (node == null) {
			// diffusers' default is for its six default stages.
			List<List<Integer>> usual = List.of(List.of(), List.of(), List.of(), List.of(5), List.of(5), List.of(5));
			requireLength(field, usual, count);
			return usual;
		}
		requireArray(field, node);
		List<List<Integer>> lists = new ArrayList<>();
		for (int i = 0; i < node.size(); i++) {
			lists.add(integers("%s[%d]".formatted(field, i), node.get(i), 1, MAX_SIZE));
		}
		requireLength(field, lists, count);
		return lists;
	}

	/**
	 * A string for all stages, or a list with one for each.
	 */
	private <T> List<T> perStage(String field, String usual, int count, Function<String, @Nullable T> parse,
			String accepted) {
		JsonNode node = take(field);
		List<T> values = new ArrayList<>();
		if (node == null || node.isString()) {
			T value = parse(field, (node != null) ? node : JsonNodeFactory.instance.stringNode(usual), parse, accepted);
			for (int i = 0; i < count; i++) {
				values.add(value);
			}
			return values;
		}
		requireArray(field, node);
		for (int i = 0; i < node.size(); i++) {
			values.add(parse("%s[%d]".formatted(field, i), node.get(i), parse, accepted));
		}
		requireLength(field, values, count);
		return values;
	}

	private <T> T choice(String field, String usual, Function<String, @Nullable T> parse, String accepted) {
		JsonNode node = take(field);
		return parse(field, (node != null) ? node : JsonNodeFactory.instance.stringNode(usual), parse, accepted);
	}

	private static <T> T parse(String field, JsonNode node, Function<String, @Nullable T> parse, String accepted) {
		T value = node.isString() ? parse.apply(node.stringValue()) : null;
		if (value == null) {
			throw new InvalidConfigException("%s is %s; supported: %s".formatted(field, shown(node), accepted));
		}
		return value;
	}

	private List<Integer> integers(String field, List<Integer> usual, int least, int most) {
		JsonNode node = take(field);
		return (node != null) ? integers(field, node, least, most) : usual;
	}

	private static List<Integer> integers(String field, JsonNode node, int least, int most) {
		requireArray(field, node);
		List<Integer> values = new ArrayList<>();
		for (int i = 0; i < node.size(); i++) {
			values.add(integer("%s[%d]".formatted(field, i), node.get(i), least, most));
		}
		return values;
	}

	private int integer(String field, int usual) {
		JsonNode node = take(field);
		return (node != null) ? integer(field, node, 1, MAX_SIZE) : usual;
	}

	private static int integer(String field, JsonNode node, int least, int most) {
		if (!node.canConvertToInt() || !node.isIntegralNumber() || node.intValue() < least || node.intValue() > most) {
			throw new InvalidConfigException(
					"%s is %s; expected an integer from %d to %d".formatted(field, shown(node), least, most));
		}
		return node.intValue();
	}

	private double number(String field, double usual) {
		JsonNode node = take(field);
		if (node == null) {
			return usual;
		}
		if (!node.isNumber() || !Double.isFinite(node.doubleValue()) || node.doubleValue() <= 0) {
			throw new InvalidConfigException("%s is %s; expected a positive number".formatted(field, shown(node)));
		}
		return node.doubleValue();
	}

	private boolean bool(String field) {
		JsonNode node = take(field);
		if (node == null) {
			return true;
		}
		if (!node.isBoolean()) {
			throw new InvalidConfigException("%s is %s; expected true or false".formatted(field, shown(node)));
		}
		return node.booleanValue();
	}

	private @Nullable JsonNode take(String field) {
		this.unread.remove(field);
		JsonNode node = this.json.get(field);
		return (node == null || node.isNull()) ? null : node;
	}

	private static String shown(JsonNode node) {
		String text = node.toString();
		return (text.length() <= SHOWN) ? text : text.substring(0, SHOWN) + "…";
	}

	private static void requireArray(String field, JsonNode node) {
		if (!node.isArray()) {
			throw new InvalidConfigException("%s is %s; expected a list".formatted(field, shown(node)));
		}
	}

	private static void requireLength(String field, List<?> values, int count) {
		if (values.size() != count) {
			throw new InvalidConfigException("%s has %d entries for %d stages".formatted(field, values.size(), count));
		}
	}

}
