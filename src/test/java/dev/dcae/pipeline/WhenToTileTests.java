package dev.dcae.pipeline;

import java.util.Random;

import dev.dcae.image.RgbImage;
import dev.dcae.model.Autoencoder;
import dev.dcae.model.Operation;
import dev.dcae.model.Tiling;
import dev.dcae.serving.ServingException;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Which images are tiled: of a model with tiles of 64 pixels, those of more than 128².
 */
class WhenToTileTests {

	private static final Autoencoder MODEL = FakeModel.of(8, new Tiling(8, 64, 48, 128 * 128));

	private final Random random = new Random(7);

	private final FakeDevice device = new FakeDevice();

	private final Rig rig = new Rig(this.device, 100, MODEL);

	@AfterEach
	void stop() {
		this.rig.close();
	}

	@ParameterizedTest
	@CsvSource({ "AUTO, 128, 128, false", "AUTO, 136, 128, true", "AUTO, 16, 1024, false", "AUTO, 16, 1032, true",
			"ALWAYS, 72, 8, true", "ALWAYS, 64, 64, false", "NEVER, 200, 200, false", "AUTO, 121, 135, true",
			"AUTO, 121, 128, false" })
	void largeImagesAreTiledOrThoseThatAreAskedFor(WhenToTile when, int width, int height, boolean tiled) {
		RgbImage image = Rig.noise(this.random, width, height);
		Encoded encoded = this.rig.encode(MODEL, image, when);
		assertThat(encoded.tiled()).isEqualTo(tiled);
		Shape whole = new Shape(Math.ceilDiv(height, 8) * 8, Math.ceilDiv(width, 8) * 8, 3);
		assertThat(this.device.calls()).first().matches((call) -> call.shape().equals(whole) != tiled);
		Decoded decoded = this.rig.codec.decode(MODEL, encoded.latent(), false, when, Rig.WHENEVER, new Phases());
		assertThat(decoded.tiled()).isEqualTo(tiled);
		assertThat(decoded.image()).hasToString(image.toString());
		Decoded both = this.rig.codec.reconstruct(MODEL, image, Fit.PAD, Channels.allOf(MODEL), when, Rig.WHENEVER,
				new Phases());
		assertThat(both.tiled()).isEqualTo(tiled);
		assertThat(both.image()).isEqualTo(decoded.image());
	}

	@Test
	void whatDoesNotFitTheDevicesMemoryIsTiled() {
		RgbImage image = Rig.noise(this.random, 120, 104);
		this.device.fitsOnly(3 * 64 * 64);
		Encoded encoded = this.rig.encode(MODEL, image, WhenToTile.AUTO);
		assertThat(encoded.tiled()).isTrue();
		Tensor asked = this.rig.encode(MODEL, image, WhenToTile.ALWAYS).latent().values();
		assertThat(encoded.latent().values().toFloats()).containsExactly(asked.toFloats());
	}

	@Test
	void aLatentThatDoesNotFitTheDevicesMemoryIsTiled() {
		Encoded encoded = this.rig.encode(MODEL, Rig.noise(this.random, 120, 104), WhenToTile.NEVER);
		this.device.fitsOnly(4 * 8 * 8 * 4);
		Decoded decoded = this.rig.codec.decode(MODEL, encoded.latent(), false, WhenToTile.AUTO, Rig.WHENEVER,
				new Phases());
		assertThat(decoded.tiled()).isTrue();
		assertThat(decoded.image()).isEqualTo(
				this.rig.codec.decode(MODEL, encoded.latent(), false, WhenToTile.ALWAYS, Rig.WHENEVER, new Phases())
					.image());
	}

	@Test
	void whatMustNotBeTiledAndDoesNotFitIsRefusedWithWhatWould() {
		RgbImage image = Rig.noise(this.random, 120, 104);
		this.device.fitsOnly(3 * 64 * 64);
		assertThatExceptionOfType(ServingException.TooLarge.class)
			.isThrownBy(() -> this.rig.encode(MODEL, image, WhenToTile.NEVER))
			.satisfies((refused) -> assertThat(refused.largestPixels()).isEqualTo(120 * 104 / 2));
	}

	@ParameterizedTest
	@EnumSource(WhenToTile.class)
	void whereNotEvenATileFitsTheRefusalSaysSo(WhenToTile when) {
		RgbImage image = Rig.noise(this.random, 120, 104);
		this.device.fitsOnly(100);
		assertThatExceptionOfType(ServingException.TooLarge.class)
			.isThrownBy(() -> this.rig.encode(MODEL, image, when));
	}

	@Test
	void whatKernelsCannotIndexIsTiledWhateverTheThreshold() {
		Autoencoder model = FakeModel.of(8, new Tiling(8, 512, 448, Long.MAX_VALUE));
		int peak = model.config().peakElementsPerPixel(Operation.ENCODE_IMAGE);
		int side = (int) Math.sqrt(Integer.MAX_VALUE / (double) peak) / 8 * 8;
		assertThat(pieces(model, side)).isEqualTo(Pieces.ONE_OR_TILES);
		assertThat(pieces(model, side + 8)).isEqualTo(Pieces.TILES);
	}

	private static Pieces pieces(Autoencoder model, int side) {
		TileGrid grid = new TileGrid(model.tiling(), side, side);
		return Pieces.of(model, Operation.ENCODE_IMAGE, grid, WhenToTile.AUTO);
	}

}
