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
package dev.dcae.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;

import dev.dcae.dataset.store.LocalStore;
import dev.dcae.dataset.store.StoreOutput;
import dev.dcae.image.ImageFormat;
import dev.dcae.image.ImageLimits;
import dev.dcae.image.formats.ImageFormats;
import dev.dcae.image.png.PngFormat;
import dev.dcae.image.png.PngReader;
import dev.dcae.image.png.PngWriter;
import dev.dcae.image.rows.CollectedRows;
import dev.dcae.image.rows.CroppedRows;
import dev.dcae.image.rows.PaddedRows;
import dev.dcae.image.rows.RowSink;
import dev.dcae.image.rows.RowSource;
import dev.dcae.model.Tiling;
import dev.dcae.ops.PrecisionChoice;
import dev.dcae.pipeline.Call;
import dev.dcae.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import org.springframework.util.StreamUtils;

/**
 * Encodes and decodes an image of any size in tiles. Of the pixels a row of tiles is held
 * at a time; the latent is held as a whole.
 */
@Command(name = "roundtrip", mixinStandardHelpOptions = true, versionProvider = Version.class,
		description = { "Encodes an image in tiles, decodes its latent, and compares the two.",
				"Of an 8-bit RGB PNG, a few hundred rows are held at a time, and as large a part of the result;"
						+ " other images are read, and written, as a whole." })
final class RoundTripCommand implements Callable<Integer> {

	/**
	 * More than there are tiles on their way.
	 */
	private static final int QUEUE = 1024;

	private static final ImageFormats FORMATS = ImageFormats.ofCollections();

	@Parameters(arity = "1..2", paramLabel = "FILE",
			description = "The image, unless it is synthetic, and the file to write: .png, or, held as a whole, .jpg or .webp.")
	private List<Path> files = List.of();

	@Option(names = "--model", defaultValue = "classpath:models/dc-ae-tiny-f32c32", paramLabel = "SOURCE",
			description = "The checkpoint, as in dcae.models[n].source: hf:owner/name, a directory, or classpath: and a folder (default: ${DEFAULT-VALUE}).")
	private String model = "";

	@Option(names = "--tile", paramLabel = "PIXELS",
			description = "The side of a tile, a multiple of the model's ratio (default: the model's, mostly 512).")
	private @Nullable Integer tile;

	@Option(names = "--stride", paramLabel = "PIXELS",
			description = "From one tile to the next, a multiple of the model's ratio (default: mostly 7/8 of a tile).")
	private @Nullable Integer stride;

	@Option(names = "--synthetic", paramLabel = "WxH",
			description = "Instead of an image: one that is made as it is read, such as 16384x16384.")
	private @Nullable String synthetic;

	@Option(names = "--batch", defaultValue = "1", paramLabel = "N",
			description = "The most tiles in one call; more take more memory, and save time on a GPU (default: 1).")
	private int batch;

	@Mixin
	private VariantOption variant = new VariantOption();

	@Option(names = "--dtype", defaultValue = "auto", paramLabel = "TYPE",
			description = "What the model computes in: float32, bfloat16, float16; auto (default) is what the service"
					+ " would choose, bfloat16 on a GPU, and on a CPU what dcae.cpu.dtype says.")
	private PrecisionChoice dtype = PrecisionChoice.AUTO;

	@Option(names = "--device", defaultValue = "auto", paramLabel = "NAME",
			description = "Where it computes: cpu, cuda:0; auto (default) is every GPU, or the CPU.")
	private String device = "";

	@Mixin
	private Caches caches = new Caches();

	@Spec
	private CommandSpec spec = CommandSpec.create();

	/**
	 * Begins to read the image; it is read twice.
	 */
	@FunctionalInterface
	private interface Image {

		RowSource open() throws IOException;

	}

	/**
	 * Decodes the latent to rows, and tells the PSNR.
	 */
	@FunctionalInterface
	private interface Decoding {

		double to(RowSink rows) throws IOException;

	}

	@Override
	public Integer call() throws IOException {
		Image image = image();
		Path folder = this.files.getLast().toAbsolutePath().getParent();
		if (folder == null || !Files.isDirectory(folder)) {
			throw wrong("There is no folder %s to write into".formatted(folder));
		}
		if (Files.isDirectory(this.files.getLast())) {
			throw wrong("%s is a folder; name the file to write".formatted(this.files.getLast()));
		}
		ImageFormat format = format(this.files.getLast());
		if (this.batch < 1) {
			throw wrong("--batch is %d; it is a number from 1 on".formatted(this.batch));
		}
		LocalModel.Options options = new LocalModel.Options(this.model, this.variant.get(), this.dtype,
				List.of(this.device), this.caches, this.spec.commandLine().getErr(), this.batch, Long.MAX_VALUE);
		try (LocalModel local = LocalModel.start(options, QUEUE)) {
			run(local, tiling(local.model().tiling()), image, format);
		}
		print("peak heap", "%d MB".formatted(PeakMemory.heap() >> 20));
		OptionalLong resident = PeakMemory.resident();
		if (resident.isPresent()) {
			print("peak RSS", "%d MB".formatted(resident.getAsLong() >> 20));
		}
		return 0;
	}

	private void run(LocalModel local, Tiling tiling, Image image, ImageFormat format) throws IOException {
		long start = System.nanoTime();
		Tensor latent = encode(local, tiling, image, format);
		print("latent", latent.shape().toString());
		print("encode", "%.1f s".formatted(seconds(start)));
		start = System.nanoTime();
		double psnr = decode(local, tiling, latent, image, format);
		print("decode", "%.1f s".formatted(seconds(start)));
		print("PSNR", "%.2f dB".formatted(psnr));
	}

	private Tensor encode(LocalModel local, Tiling tiling, Image image, ImageFormat format) throws IOException {
		try (RowSource rows = image.open()) {
			requireFits(rows, format);
			print("image", "%d × %d".formatted(rows.width(), rows.height()));
			print("tiles", "%d px, stride %d".formatted(tiling.tile(), tiling.stride()));
			RowSource padded = new PaddedRows(rows, up(rows.width(), tiling.ratio()),
					up(rows.height(), tiling.ratio()));
			return local.tiles().encode(Call.ofCommand(), local.model(), tiling, padded);
		}
	}

	private double decode(LocalModel local, Tiling tiling, Tensor latent, Image image, ImageFormat format)
			throws IOException {
		try (RowSource rows = image.open()) {
			return write(format, rows, (to) -> {
				ComparedRows compared = new ComparedRows(rows, to);
				int width = up(rows.width(), tiling.ratio());
				local.tiles()
					.decode(Call.ofCommand(), local.model(), tiling, latent,
							new CroppedRows(compared, width, rows.width(), rows.height()));
				return compared.psnr();
			});
		}
	}

	/**
	 * Writes an image: PNG as its rows come, others once they are all there.
	 */
	private double write(ImageFormat format, RowSource size, Decoding decoding) throws IOException {
		Path named = this.files.getLast();
		// A link, as /dev/stdout is one, stays; what it leads to is written.
		Path file = Files.exists(named) ? named.toRealPath() : named;
		if (Files.exists(file) && !Files.isRegularFile(file)) {
			// Nothing may take the place of a device or a pipe.
			try (OutputStream out = Files.newOutputStream(file)) {
				return write(format, size, decoding, out);
			}
		}
		// It may be the image that is read. What fails leaves no file that looks whole.
		LocalStore folder = new LocalStore(Objects.requireNonNull(file.toAbsolutePath().getParent()));
		try (StoreOutput out = folder.create(file.getFileName().toString())) {
			double psnr = write(format, size, decoding, out);
			out.commit();
			return psnr;
		}
	}

	private static double write(ImageFormat format, RowSource size, Decoding decoding, OutputStream out)
			throws IOException {
		if (format instanceof PngFormat) {
			try (PngWriter writer = new PngWriter(new BufferedOutputStream(StreamUtils.nonClosing(out)), size.width(),
					size.height())) {
				return decoding.to(writer);
			}
		}
		CollectedRows rows = new CollectedRows(size.width(), size.height());
		double psnr = decoding.to(rows);
		out.write(format.encode(rows.image()));
		return psnr;
	}

	private Image image() {
		if (this.files.size() != ((this.synthetic != null) ? 1 : 2)) {
			throw wrong((this.synthetic != null) ? "With --synthetic there is one file: the one to write"
					: "There are two files: the image and the one to write");
		}
		if (this.synthetic == null) {
			Path file = this.files.getFirst();
			if (!Files.isReadable(file)) {
				throw wrong("%s is not there or cannot be read".formatted(file));
			}
			return () -> open(file);
		}
		if (!this.synthetic.matches("[1-9]\\d{0,6}x[1-9]\\d{0,6}")) {
			throw wrong("--synthetic is '%s'; it is a size such as 4096x4096".formatted(this.synthetic));
		}
		String[] sides = this.synthetic.split("x", -1);
		return () -> new SyntheticRows(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
	}

	private static RowSource open(Path file) throws IOException {
		Optional<PngReader> plain = PngReader.open(file);
		return plain.isPresent() ? plain.get()
				: RowSource.of(FORMATS.read(Files.readAllBytes(file), ImageLimits.NONE).decode());
	}

	/**
	 * The format that a file's name asks for: PNG without an ending, as of a device.
	 */
	private ImageFormat format(Path file) {
		String name = file.getFileName().toString();
		int dot = name.lastIndexOf('.');
		return (dot < 0) ? FORMATS.all().getFirst()
				: FORMATS.written(name)
					.orElseThrow(() -> wrong("%s cannot be written: the name of an image ends in %s".formatted(name,
							ImageFormats.standard().endings())));
	}

	private void requireFits(RowSource image, ImageFormat format) {
		boolean whole = (long) image.width() * image.height() <= ImageLimits.MOST_PIXELS;
		if (!(format instanceof PngFormat)
				&& (!whole || Math.max(image.width(), image.height()) > format.longestSide())) {
			throw wrong("An image of %d × %d pixels is too large for a %s file; write a .png".formatted(image.width(),
					image.height(), format.title()));
		}
	}

	private Tiling tiling(Tiling usual) {
		try {
			Tiling tiled = (this.tile != null) ? usual.withTile(this.tile) : usual;
			return new Tiling(usual.ratio(), tiled.tile(), (this.stride != null) ? this.stride : tiled.stride(),
					usual.threshold());
		}
		catch (IllegalArgumentException ex) {
			throw wrong(String.valueOf(ex.getMessage()));
		}
	}

	private ParameterException wrong(String message) {
		return new ParameterException(this.spec.commandLine(), message);
	}

	private void print(String name, String value) {
		PrintWriter out = this.spec.commandLine().getOut();
		out.println("%-10s %s".formatted(name, value));
		out.flush();
	}

	private static double seconds(long start) {
		return Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0;
	}

	private static int up(int size, int ratio) {
		return Math.ceilDiv(size, ratio) * ratio;
	}

}
