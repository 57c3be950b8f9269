package dev.dcae.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;

import dev.dcae.checkpoint.Checkpoint;
import dev.dcae.checkpoint.CheckpointSource;
import dev.dcae.engine.TorchRunner;
import dev.dcae.model.DcAeConfig;
import dev.dcae.model.Operation;
import dev.dcae.model.Precision;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import dev.dcae.torchscript.ArchiveCache;
import dev.dcae.torchscript.Compiler;
import dev.dcae.training.FreshCheckpoint;

/**
 * The bare decoder of a full-size f32c32-sana with random weights at 256 × 256: milliseconds and GFLOP/s in float32 and
 * bfloat16, in one process, A/B/A. Needs 4 GB of disk under {@code target} and 6 GB of memory.
 */
public final class DecoderBench {

	private static final Path FOLDER = Path.of("target/bench/f32c32-sana");

	private static final int SIZE = 256;

	private DecoderBench() {
	}

	public static void main(String[] args) throws Exception {
		prepare();
		int threads = Runtime.getRuntime().availableProcessors();
		try (Checkpoint checkpoint = Checkpoint.open(new CheckpointSource.Directory(FOLDER))) {
			DcAeConfig config = (DcAeConfig) checkpoint.config();
			double gflop = Arithmetic.gflop(config, false, SIZE);
			System.out.printf(Locale.ROOT, "f32c32-sana decoder, %d², batch 1, %d threads: %.0f GFLOP%n%n", SIZE,
					threads, gflop);
			System.out.println("| dtype | median ms | best ms | GFLOP/s (median) |\n|---|---|---|---|");
			for (Precision precision : List.of(Precision.FP32, Precision.BF16, Precision.FP32, Precision.BF16)) {
				Path archive = new ArchiveCache(FOLDER).get(checkpoint.digest(),
						Compiler.of(config, checkpoint::tensor, precision));
				Times times = decode(archive, config, threads);
				System.out.printf(Locale.ROOT, "| %s | %.0f | %.0f | %.0f |%n", precision, times.median(), times.best(),
						gflop / times.median() * 1e3);
			}
		}
	}

	private static Times decode(Path archive, DcAeConfig config, int threads) throws Exception {
		Shape shape = config.latentShape(SIZE, SIZE);
		Random random = new Random(1);
		float[] values = new float[Math.toIntExact(shape.elements())];
		for (int i = 0; i < values.length; i++) {
			values[i] = (float) random.nextGaussian();
		}
		Tensor latent = Tensor.of(shape, values);
		try (TorchRunner runner = TorchRunner.load(archive, config, "cpu", threads)) {
			return Times.of(2, 5, () -> runner.run(Operation.DECODE_IMAGE, List.of(latent)));
		}
	}

	private static void prepare() throws IOException {
		Path weights = FOLDER.resolve("diffusion_pytorch_model.safetensors");
		if (Files.exists(weights)) {
			return;
		}
		Files.createDirectories(FOLDER);
		try (InputStream config = DecoderBench.class
			.getResourceAsStream("/checkpoints/dc-ae-f32c32-sana-1.0.config.json")) {
			if (config == null) {
				throw new IllegalStateException("The test resources lack the config of f32c32-sana");
			}
			Files.write(FOLDER.resolve("config.json"), config.readAllBytes());
		}
		FreshCheckpoint.write(FOLDER, 1, DType.F32, "untrained: a benchmark's");
	}

}
