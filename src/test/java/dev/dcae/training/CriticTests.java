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
package dev.dcae.training;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.dcae.engine.Torch;
import dev.dcae.training.data.Procedural;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A network that tells images from reconstructions.
 */
class CriticTests {

	private static final int SIDE = 32;

	@TempDir
	private Path folder;

	@Test
	void learnsToTellImagesFromWhatIsBlurred() throws Exception {
		Torch.load(1);
		TrainingSettings settings = Micro.settings(this.folder, Map.of("output", this.folder.toString(),
				"adversarial.weight", "1", "adversarial.learning-rate", "1e-3"));
		try (Critic critic = Critic.load(settings, Optional.empty())) {
			double before = unconvinced(critic);
			for (int i = 0; i < 60; i++) {
				learn(critic, i);
			}
			// Less is more convincing: the blurred ones convince less than they did.
			assertThat(unconvinced(critic)).isGreaterThan(before + 0.5);
		}
	}

	private static double unconvinced(Critic critic) {
		try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
			return critic.addedTo(manager, manager.create(0f), losses(manager, 1000)).getFloat();
		}
	}

	private static void learn(Critic critic, int seed) {
		try (NDManager manager = NDManager.newBaseManager("PyTorch");
				GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
			critic.learn(manager, gradients, losses(manager, seed));
		}
	}

	/**
	 * Four images as the target, and each without its details as the output.
	 */
	private static TrainableModel.Losses losses(NDManager manager, int seed) {
		float[] images = new float[4 * 3 * SIDE * SIDE];
		float[] blurred = new float[images.length];
		Procedural source = new Procedural();
		for (int image = 0; image < 4; image++) {
			byte[] pixels = source.patch(SIDE, new SplittableRandom(4L * seed + image)).pixels();
			for (int i = 0; i < pixels.length; i++) {
				int x = i / 3 % SIDE;
				int y = i / 3 / SIDE;
				int corner = 3 * (y / 8 * 8 * SIDE + x / 8 * 8) + i % 3;
				int at = ((3 * image + i % 3) * SIDE + y) * SIDE + x;
				images[at] = (pixels[i] & 0xff) / 127.5f - 1;
				blurred[at] = (pixels[corner] & 0xff) / 127.5f - 1;
			}
		}
		Shape shape = new Shape(4, 3, SIDE, SIDE);
		NDArray none = manager.create(0f);
		return new TrainableModel.Losses(none, none, none, manager.create(blurred, shape),
				manager.create(images, shape));
	}

}
