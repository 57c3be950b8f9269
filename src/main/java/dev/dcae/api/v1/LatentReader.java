package dev.dcae.api.v1;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import dev.dcae.api.ProblemException;
import dev.dcae.api.ProblemType;
import dev.dcae.pipeline.Latent;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Npy;
import dev.dcae.tensor.Safetensors;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a latent from a body. Nothing of a client's bytes reaches libtorch unparsed.
 */
final class LatentReader {

	/**
	 * The tensor of a safetensors file.
	 */
	static final String TENSOR = "latent";

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private LatentReader() {
	}

	/**
	 * Reads a latent.
	 * @param shape of a raw body, such as {@code 1,32,8,8}
	 * @param dtype of a raw body, such as {@code float32}
	 * @throws ProblemException if the body or a parameter is malformed
	 * @throws dev.dcae.tensor.TensorFormatException if a tensor file is malformed
	 */
	static Latent read(LatentFormat format, byte[] body, @Nullable String shape, @Nullable String dtype) {
		return switch (format) {
			case JSON -> json(body);
			case SAFETENSORS -> safetensors(body);
			case NPY -> plain(Npy.parse(body));
			case RAW -> plain(raw(body, shape, dtype));
		};
	}

	private static Latent json(byte[] body) {
		LatentJson json;
		try {
			json = MAPPER.readValue(body, LatentJson.class);
		}
		catch (JacksonException ex) {
			throw new ProblemException(ProblemType.BAD_JSON, "The JSON of the latent: " + ex.getOriginalMessage());
		}
		if (json == null || json.shape() == null || json.dtype() == null || json.data() == null
				|| json.shape().contains(null)) {
			throw new ProblemException(ProblemType.BAD_JSON, "A latent needs shape, dtype and data");
		}
		long[] sizes = json.shape().stream().mapToLong(Long::longValue).toArray();
		return new Latent(tensor(json.data(), sizes, json.dtype()), Optional.ofNullable(json.model()),
				Optional.ofNullable(json.encoder()), size(json.width()), size(json.height()),
				Boolean.TRUE.equals(json.scaled()));
	}

	private static OptionalInt size(@Nullable Integer size) {
		return (size != null) ? OptionalInt.of(size) : OptionalInt.empty();
	}

	private static Latent safetensors(byte[] body) {
		Safetensors file = Safetensors.parse(MemorySegment.ofArray(body));
		Tensor tensor = file.tensors().get(TENSOR);
		if (tensor == null) {
			throw new ProblemException(ProblemType.BAD_TENSOR,
					"The safetensors file has no tensor '%s'".formatted(TENSOR));
		}
		Map<String, String> metadata = file.metadata();
		return new Latent(tensor, Optional.ofNullable(metadata.get("model")),
				Optional.ofNullable(metadata.get("encoder")), size(metadata, "width"), size(metadata, "height"),
				Boolean.parseBoolean(metadata.get("scaled")));
	}

	private static OptionalInt size(Map<String, String> metadata, String name) {
		String value = metadata.get(name);
		if (value == null) {
			return OptionalInt.empty();
		}
		try {
			return OptionalInt.of(Integer.parseInt(value));
		}
		catch (NumberFormatException ex) {
			throw new ProblemException(ProblemType.BAD_TENSOR,
					"The safetensors metadata has %s '%s', which is no number of pixels".formatted(name, value));
		}
	}

	private static Latent plain(Tensor tensor) {
		return new Latent(tensor, Optional.empty(), Optional.empty(), OptionalInt.empty(), OptionalInt.empty(), false);
	}

	private static Tensor raw(byte[] body, @Nullable String shape, @Nullable String dtype) {
		if (shape == null) {
			throw new ProblemException(ProblemType.BAD_PARAMETER,
					"A raw latent needs the parameter shape, such as shape=1,32,8,8");
		}
		long[] sizes;
		try {
			sizes = Arrays.stream(shape.split(",", -1)).map(String::strip).mapToLong(Long::parseLong).toArray();
		}
		catch (NumberFormatException ex) {
			throw new ProblemException(ProblemType.BAD_PARAMETER,
					"shape is '%s'; it is a list of numbers such as 1,32,8,8".formatted(shape));
		}
		return tensor(body, sizes, (dtype != null) ? dtype : DType.F32.torchName());
	}

	private static Tensor tensor(byte[] data, long[] sizes, String dtype) {
		try {
			return new Tensor(DType.of(dtype), new Shape(sizes), MemorySegment.ofArray(data));
		}
		catch (IllegalArgumentException ex) {
			throw new ProblemException(ProblemType.BAD_TENSOR, String.valueOf(ex.getMessage()));
		}
	}

}
