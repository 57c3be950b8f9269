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

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.HexFormat;
import java.util.Random;

import dev.dcae.image.Fixtures;
import dev.dcae.image.Formats;
import dev.dcae.image.ImageFormat;
import dev.dcae.image.PngBuilder;
import dev.dcae.image.RgbImage;
import dev.dcae.image.metrics.ImageMetrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code roundtrip}, with tiles of 64 pixels and a model of ratio 8.
 */
class RoundTripCommandTests {

	private static final String MODEL = "src/test/resources/fixtures/tiny-mix";

	@TempDir
	private Path folder;

	private final StringWriter out = new StringWriter();

	private final StringWriter errors = new StringWriter();

	@ParameterizedTest
	@ValueSource(strings = { "png", "jpeg" })
	void anImageOfAnySizeComesBackAndTheQualityIsTold(String format) throws IOException {
		RgbImage image = noise(171, 83);
		Path from = write(image, Formats.ALL.called(format).orElseThrow());
		Path to = this.folder.resolve("out.png");
		assertThat(roundtrip(from.toString(), to.toString())).as(this.errors::toString).isZero();
		RgbImage original = read(from);
		RgbImage result = read(to);
		assertThat(result).hasToString("RgbImage[171 x 83]");
		assertThat(this.out.toString()).contains("image      171 × 83")
			.contains("tiles      64 px, stride 48")
			.contains("latent     [8, 11, 22]")
			.contains("PSNR       %.2f dB".formatted(ImageMetrics.psnr(original, result)))
			.containsPattern("peak heap  \\d+ MB");
	}

	@Test
	void theResultMayTakeTheImagesPlace() throws IOException {
		// More than a reader holds at once.
		Path file = write(noise(257, 161), Formats.PNG);
		Path other = this.folder.resolve("other.png");
		assertThat(roundtrip(file.toString(), other.toString())).as(this.errors::toString).isZero();
		assertThat(roundtrip(file.toString(), file.toString())).as(this.errors::toString).isZero();
		assertThat(file).hasSameBinaryContentAs(other);
		assertThat(this.folder).isDirectoryNotContaining("glob:**.partial");
	}

	@Test
	void whatALinkLeadsToIsWrittenAndTheLinkStays() throws IOException {
		Path from = write(noise(64, 64), Formats.PNG);
		Path target = Files.createFile(Files.createDirectory(this.folder.resolve("elsewhere")).resolve("out.png"));
		Path link = Files.createSymbolicLink(this.folder.resolve("out.png"), target);
		assertThat(roundtrip(from.toString(), link.toString())).as(this.errors::toString).isZero();
		assertThat(link).isSymbolicLink();
		assertThat(read(target)).hasToString("RgbImage[64 x 64]");
	}

	@Test
	void anImageThatFitsATileIsWhatOnePieceIs() throws IOException {
		Path from = write(noise(64, 40), Formats.PNG);
		Path tiled = this.folder.resolve("tiled.png");
		Path whole = this.folder.resolve("whole.png");
		assertThat(roundtrip(from.toString(), tiled.toString())).isZero();
		assertThat(roundtrip(from.toString(), whole.toString(), "--tile=512", "--stride=448")).isZero();
		assertThat(read(tiled)).isEqualTo(read(whole));
	}

	@ParameterizedTest
	@CsvSource({ "out.jpg, jpeg", "out.JPEG, jpeg", "out.webp, webp", "out.png, png", "out, png" })
	void theFileIsWhatItsNameSays(String name, String format) throws IOException {
		Path from = write(noise(40, 24), Formats.PNG);
		Path to = this.folder.resolve(name);
		assertThat(roundtrip(from.toString(), to.toString())).as(this.errors::toString).isZero();
		Path png = this.folder.resolve("other.png");
		assertThat(roundtrip(from.toString(), png.toString())).isZero();
		assertThat(to).hasBinaryContent(Formats.ALL.called(format).orElseThrow().encode(read(png)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "out.gif", "out.jgp", "out.tif", "out.png.txt" })
	void aNameThatSaysNoImageIsRefused(String name) throws IOException {
		Path from = write(noise(8, 8), Formats.PNG);
		assertThat(roundtrip(from.toString(), this.folder.resolve(name).toString())).isEqualTo(2);
		assertThat(this.errors.toString()).contains(name + " cannot be written", ".png, .jpg");
		assertThat(this.folder.resolve(name)).doesNotExist();
	}

	@Test
	void anImageThatIsTooLargeForItsFormatIsRefusedBeforeItIsDone() {
		Path to = this.folder.resolve("out.webp");
		assertThat(roundtrip("--synthetic", "16384x8", to.toString())).isEqualTo(2);
		assertThat(this.errors.toString()).contains("16384 × 8", "too large for a WebP file; write a .png");
		assertThat(to).doesNotExist();
	}

	@ParameterizedTest
	@ValueSource(strings = { "indexed.gif", "rgb.bmp", "lzw.tif", "no-iend.png", "no-eoi.jpg" })
	void filesOfCollectionsAreRead(String name) throws IOException {
		Path from = Files.write(this.folder.resolve(name), Fixtures.file(name));
		Path to = this.folder.resolve("out.png");
		assertThat(roundtrip(from.toString(), to.toString())).as(this.errors::toString).isZero();
		assertThat(read(to).width()).isPositive();
	}

	@ParameterizedTest
	@ValueSource(strings = { "eXIf before", "eXIf behind", "tEXt before", "zTXt before", "tEXt behind" })
	void aPngIsTurnedWhereverItSaysSo(String where) throws IOException {
		String type = where.substring(0, 4);
		byte[] exif = HexFormat.of().parseHex("4d4d002a000000080001011200030000000100060000" + "00000000");
		byte[] digits = "\nexif\n%8d\n%s\n".formatted(exif.length, HexFormat.of().formatHex(exif))
			.getBytes(StandardCharsets.US_ASCII);
		byte[] keyword = "Raw profile type exif\0".getBytes(StandardCharsets.US_ASCII);
		byte[] data = switch (type) {
			case "tEXt" -> PngBuilder.concatenate(keyword, digits);
			case "zTXt" -> PngBuilder.concatenate(keyword, new byte[1], PngBuilder.deflate(digits));
			default -> exif;
		};
		PngBuilder png = PngBuilder.rgb(40, 24);
		int[] pixels = new int[3 * 40 * 24];
		byte[] file = where.endsWith("before") ? png.chunk(type, data).pixels(pixels, new Random(1)).end()
				: png.pixels(pixels, new Random(1)).chunk(type, data).end();
		Path from = Files.write(this.folder.resolve("in.png"), file);
		Path to = this.folder.resolve("out.png");
		assertThat(roundtrip(from.toString(), to.toString())).as(this.errors::toString).isZero();
		assertThat(read(to)).hasToString("RgbImage[24 x 40]");
	}

	@Test
	void anImageCanBeMadeUp() throws IOException {
		Path to = this.folder.resolve("out.png");
		assertThat(roundtrip("--synthetic", "200x150", to.toString())).as(this.errors::toString).isZero();
		assertThat(read(to)).hasToString("RgbImage[200 x 150]");
		RgbImage original = new RgbImage(200, 150, new byte[3 * 200 * 150]);
		new SyntheticRows(200, 150).read(original.pixels(), 0, 150);
		assertThat(this.out.toString()).contains("PSNR       %.2f dB".formatted(ImageMetrics.psnr(original, read(to))));
	}

	@ParameterizedTest
	@CsvSource({ "--tile=60, multiples of 8", "--stride=50, multiples of 8", "--tile=32, gaps",
			"--synthetic=wide, 4096x4096", "--synthetic=0x7, 4096x4096", "--batch=0, from 1 on" })
	void whatMakesNoSenseIsRefusedBeforeAnyWork(String option, String message) throws IOException {
		Path from = write(noise(8, 8), Formats.PNG);
		Path to = this.folder.resolve("out.png");
		List<String> files = option.startsWith("--synthetic") ? List.of(to.toString())
				: List.of(from.toString(), to.toString());
		List<String> arguments = new ArrayList<>(files);
		arguments.add(option);
		assertThat(roundtrip(arguments.toArray(String[]::new))).isEqualTo(2);
		assertThat(this.errors.toString()).contains(message);
		assertThat(to).doesNotExist();
	}

	@Test
	void filesThatAreNotThereAreNamed() throws IOException {
		Path from = write(noise(8, 8), Formats.PNG);
		assertThat(roundtrip("no.png", "out.png")).isEqualTo(2);
		assertThat(roundtrip(from.toString(), this.folder.resolve("no/out.png").toString())).isEqualTo(2);
		assertThat(roundtrip(from.toString())).isEqualTo(2);
		assertThat(roundtrip(from.toString(), this.folder.toString())).isEqualTo(2);
		assertThat(this.errors.toString()).contains("no.png is not there", "There is no folder", "There are two files",
				this.folder + " is a folder");
	}

	private int roundtrip(String... arguments) {
		List<String> all = new ArrayList<>(List.of("roundtrip", "--model", MODEL, "--cache-dir", "target/cli-tests"));
		for (String usual : new String[] { "--tile=64", "--stride=48" }) {
			String name = usual.substring(0, usual.indexOf('='));
			if (List.of(arguments).stream().noneMatch((argument) -> argument.startsWith(name))) {
				all.add(usual);
			}
		}
		all.addAll(List.of(arguments));
		CommandLine commands = Commands.commandLine();
		commands.setOut(new PrintWriter(this.out));
		commands.setErr(new PrintWriter(this.errors));
		return commands.execute(all.toArray(String[]::new));
	}

	private Path write(RgbImage image, ImageFormat format) throws IOException {
		return Files.write(this.folder.resolve("in." + format.extension()), format.encode(image));
	}

	private static RgbImage read(Path file) throws IOException {
		return Formats.decode(Files.readAllBytes(file));
	}

	private static RgbImage noise(int width, int height) {
		byte[] pixels = new byte[3 * width * height];
		new Random(7).nextBytes(pixels);
		return new RgbImage(width, height, pixels);
	}

}
