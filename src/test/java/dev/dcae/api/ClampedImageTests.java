package dev.dcae.api;

import java.io.IOException;

import dev.dcae.engine.Fixture;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Floats of a model whose own decoder clamps them.
 */
@FamilyTest
class ClampedImageTests {

	private final Service service;

	private final Fixture fixture;

	ClampedImageTests(Service service) throws IOException {
		this.service = service;
		this.fixture = Fixture.of("tiny-qwenimage");
	}

	/**
	 * The reference clamps; the archive does not, so that tiles can be blended.
	 */
	@Test
	void floatsOfTheRestInterfaceAreClampedAsTheReferenceDoes() {
		Tensor images = Wire.NPY.read(
				this.service
					.post("/v1/decode?model=tiny-qwenimage&scaled=true&return=float", "application/x-npy",
							Wire.NPY.write(this.fixture.golden("scaled.in")), "Accept", "application/x-npy")
					.ok());
		assertThat(Latents.maxDifference(images, this.fixture.golden("scaled.in.recon"))).isLessThan(1e-4f);
	}

}
