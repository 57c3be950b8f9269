package dev.dcae.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.dcae.checkpoint.Checkpoint;
import dev.dcae.checkpoint.CheckpointSource;
import dev.dcae.tensor.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class EmbeddedModelTests {

	private static final Path RESOURCE = Path.of("src/main/resources/models/dc-ae-tiny-f32c32");

	private static final String WEIGHTS = "diffusion_pytorch_model.safetensors";

	/**
	 * Run by {@link #theEmbeddedModelIsWhatTheSeedMakes} with the property
	 * {@code dcae.write} to write the resource anew.
	 */
	private static void write(Path folder) throws IOException {
		FreshCheckpoint.write(folder, 1, DType.F16, "untrained: random weights of seed 1");
	}

	@Test
	void theEmbeddedModelIsWhatTheSeedMakes(@TempDir Path folder) throws IOException {
		if (Boolean.getBoolean("dcae.write")) {
			write(RESOURCE);
		}
		Files.copy(RESOURCE.resolve("config.json"), folder.resolve("config.json"));
		write(folder);
		assertThat(folder.resolve(WEIGHTS)).hasSameBinaryContentAs(RESOURCE.resolve(WEIGHTS));
	}

	@Test
	void theEmbeddedModelFitsAndSaysThatItIsUntrained() throws IOException {
		assertThat(Files.size(RESOURCE.resolve(WEIGHTS))).isLessThanOrEqualTo(9_000_000);
		try (Checkpoint checkpoint = Checkpoint.open(CheckpointSource.of("classpath:models/dc-ae-tiny-f32c32"))) {
			assertThat(checkpoint.config().ratio()).isEqualTo(32);
			assertThat(checkpoint.note()).contains("untrained");
		}
	}

}
