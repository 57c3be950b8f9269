package dev.dcae.torchscript;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.dcae.checkpoint.RandomCheckpoint;
import dev.dcae.engine.TorchRunner;
import dev.dcae.model.ConfigJson;
import dev.dcae.model.Operation;
import dev.dcae.model.Precision;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Archives with zip64 fields, loaded by libtorch.
 */
class LargeArchiveTests {

	private static final long USUAL = 0xffffffffL;

	private static final ConfigJson CONFIG = ConfigJson.tiny();

	@TempDir
	Path temp;

	@Test
	void zip64SizesAndOffsetsLoad() throws IOException {
		assertThat(encode(archive(0, 0))).containsExactly(encode(archive(0, USUAL)));
	}

	@Test
	void offsetsBeyondFourGigabytesLoad() throws IOException {
		// A sparse hole in front: the offsets are large and the file on disk is not.
		assertThat(encode(archive(5L << 30, USUAL))).containsExactly(encode(archive(0, USUAL)));
	}

	private Path archive(long start, long limit) throws IOException {
		Map<String, Tensor> tensors = RandomCheckpoint.tensors(CONFIG, 1);
		Archive archive = DcAeLowering.lower(CONFIG.read(),
				new Weights((name) -> Objects.requireNonNull(tensors.get(name)), Precision.FP32));
		Path file = this.temp.resolve("%d-%d.pt".formatted(start, limit));
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE,
				StandardOpenOption.SPARSE); StoredZip zip = new StoredZip(channel.position(start), limit)) {
			archive.writeTo(zip);
		}
		return file;
	}

	private static float[] encode(Path archive) {
		try (TorchRunner runner = TorchRunner.load(archive, CONFIG.read(), "cpu", 2)) {
			Tensor image = Tensor.zeros(DType.F32, new Shape(3, 8, 8));
			return runner.run(Operation.ENCODE, List.of(image)).getFirst().output().toFloats();
		}
	}

}
