package dev.dcae.torchscript;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Archives with a method {@code forward(a, b)} of a test's own, as someone might bring
 * for a perceptual distance.
 */
public final class DistanceArchive {

	private DistanceArchive() {
	}

	/**
	 * The mean absolute difference.
	 */
	public static Path meanAbsolute(Path file) throws IOException {
		return write(file, "Tensor", "torch.mean(torch.abs(torch.sub(a, b)))");
	}

	/**
	 * Writes an archive.
	 * @param type of the answer
	 * @param answer an expression of the tensors {@code a} and {@code b}
	 */
	public static Path write(Path file, String type, String answer) throws IOException {
		Code code = new Code(List.of());
		Value.Module module = code.define("Distance", new LinkedHashMap<>(), """
				  def forward(self, a: Tensor, b: Tensor) -> %s:
				    return %s
				""".formatted(type, answer));
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
			new Archive(code.files(), module).writeTo(channel);
		}
		return file;
	}

}
