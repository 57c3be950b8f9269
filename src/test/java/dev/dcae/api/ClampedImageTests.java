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
