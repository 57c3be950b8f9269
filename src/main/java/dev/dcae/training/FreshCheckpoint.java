package dev.dcae.training;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import dev.dcae.model.AutoencoderConfig;
import dev.dcae.model.ConfigReader;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Safetensors;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

/**
 * A checkpoint of random weights at sensible scales: what training from scratch starts
 * from. The same config and seed give the same bytes everywhere.
 */
public final class FreshCheckpoint {

	/**
	 * The weight of a norm at the end of a residual branch: the network starts near the
	 * linear map of its shortcuts.
	 */
	private static final float RESIDUAL = 0.25f;

	private FreshCheckpoint() {
	}

	/**
	 * Writes {@code diffusion_pytorch_model.safetensors} beside a config.
	 * @param folder that holds {@code config.json}
	 * @param dtype a float type
	 * @param note what the checkpoint says about itself, in its metadata
	 */
	public static void write(Path folder, long seed, DType dtype, String note) throws IOException {
		AutoencoderConfig config = ConfigReader.read(Files.readAllBytes(folder.resolve("config.json")));
		Random random = new Random(seed);
		Map<String, Tensor> tensors = new LinkedHashMap<>();
		config.weights().forEach((name, shape) -> tensors.put(name, initial(name, shape, random, dtype)));
		try (FileChannel out = FileChannel.open(folder.resolve("diffusion_pytorch_model.safetensors"),
				StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
			// In one order in every process, which Map.of is not.
			Safetensors.write(tensors, new TreeMap<>(Map.of("format", "pt", "note", note)), out);
		}
	}

	private static Tensor initial(String name, Shape shape, Random random, DType dtype) {
		if (shape.rank() == 0) {
			return Tensor.zeros(DType.I64, shape);
		}
		float[] values = new float[Math.toIntExact(shape.elements())];
		if (shape.rank() == 1) {
			java.util.Arrays.fill(values, vector(name));
		}
		else {
			// He et al. 2015 with a gain of 1: the variance of a convolution's output is
			// that of its input.
			double deviation = 1 / Math.sqrt(shape.tail().elements());
			for (int i = 0; i < values.length; i++) {
				values[i] = (float) (random.nextGaussian() * deviation);
			}
		}
		return Tensor.of(shape, values).to(dtype);
	}

	private static float vector(String name) {
		if (name.endsWith("running_var") || name.equals("decoder.norm_out.weight")) {
			return 1;
		}
		boolean norm = name.endsWith("norm.weight") || name.endsWith("norm_out.weight");
		return norm ? RESIDUAL : 0;
	}

}
