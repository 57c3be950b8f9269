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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.GradientCollector;
import dev.dcae.checkpoint.Checkpoint;
import dev.dcae.checkpoint.CheckpointSource;
import dev.dcae.engine.TorchRunner;
import dev.dcae.model.DcAeConfig;
import dev.dcae.model.Operation;
import dev.dcae.model.Precision;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import dev.dcae.torchscript.ArchiveCache;
import dev.dcae.torchscript.Compiler;
import dev.dcae.torchscript.TrainingArchive;
import dev.dcae.training.data.Procedural;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class TrainableModelTests {

	@TempDir
	private Path folder;

	@Test
	void anArchiveThatAKilledRunLeftIsWrittenOver() throws IOException {
		Path left = Files.writeString(this.folder.resolve(TrainedArchive.FILE), "x".repeat(1 << 20));
		Map<String, Tensor> tensors = FreshCheckpoint.of(Micro.config(), 5);
		try (TrainableModel model = TrainableModel.frozen(this.folder, Micro.config(), tensors, 1)) {
			assertThat(model.parts()).isNotEmpty();
			assertThat(left).doesNotExist();
		}
	}

	@Test
	void computesInBfloat16WithWeightsAndGradientsInFloat32() {
		Map<String, Tensor> tensors = FreshCheckpoint.of(Micro.config(), 5);
		Tensor pixels = Tensor.ofBytes(new Shape(1, 64, 64, 3),
				new Procedural().patch(64, new SplittableRandom(3)).pixels());
		float[] wide = gradients(tensors, pixels, Precision.FP32);
		float[] narrow = gradients(tensors, pixels, Precision.BF16);
		double difference = 0;
		double norm = 0;
		for (int i = 0; i < wide.length; i++) {
			difference += Math.pow(wide[i] - narrow[i], 2);
			norm += Math.pow(wide[i], 2);
		}
		assertThat(Math.sqrt(difference / norm)).isBetween(1e-4, 0.05);
	}

	private float[] gradients(Map<String, Tensor> tensors, Tensor pixels, Precision precision) {
		try (TrainableModel model = TrainableModel.load(this.folder, Micro.config(),
				(name) -> Objects.requireNonNull(tensors.get(name)), (name) -> true, precision, 1);
				NDManager manager = model.manager().newSubManager();
				GradientCollector collector = Engine.getInstance().newGradientCollector()) {
			collector
				.backward(model.forward(manager, pixels, 8, new LossWeights(0, 1, 0, 0, 0, 0, 0, 0).terms()).total());
			NDArray gradient = Objects.requireNonNull(model.parameters().get("encoder.conv_out.weight")).getGradient();
			assertThat(gradient.getDataType()).isEqualTo(DataType.FLOAT32);
			return gradient.toFloatArray();
		}
	}

	@Test
	void innerActivationsAddToTheLossWhereTheyAreTooLargeAlone() {
		Map<String, Tensor> tensors = new HashMap<>(FreshCheckpoint.of(Micro.config(), 5));
		Tensor pixels = Tensor.ofBytes(new Shape(1, 64, 64, 3),
				new Procedural().patch(64, new SplittableRandom(3)).pixels());
		assertThat(inner(tensors, pixels)).isZero();
		tensors.computeIfPresent("encoder.conv_in.conv.weight", (name, weight) -> times(weight, 1000));
		assertThat(inner(tensors, pixels)).isGreaterThan(0.01f);
	}

	/**
	 * The term, whose gradient makes the first weights smaller where there is one.
	 */
	private float inner(Map<String, Tensor> tensors, Tensor pixels) {
		try (TrainableModel model = TrainableModel.load(this.folder, Micro.config(),
				(name) -> Objects.requireNonNull(tensors.get(name)), (name) -> true, Precision.FP32, 1);
				NDManager manager = model.manager().newSubManager();
				GradientCollector collector = Engine.getInstance().newGradientCollector()) {
			float[] weights = Objects.requireNonNull(tensors.get("encoder.conv_in.conv.weight")).toFloats();
			TrainableModel.Losses losses = model.forward(manager, pixels, 8,
					new LossWeights(0, 1e-9f, 0, 0, 0, 0, 1, 0).terms());
			collector.backward(losses.total());
			float term = losses.terms().toFloatArray()[TrainingArchive.TERMS.indexOf("inner")];
			float[] gradient = Objects.requireNonNull(model.parameters().get("encoder.conv_in.conv.weight"))
				.getGradient()
				.toFloatArray();
			double along = 0;
			for (int i = 0; i < weights.length; i++) {
				along += (double) gradient[i] * weights[i];
			}
			assertThat(along > 0.001).isEqualTo(term > 0);
			return term;
		}
	}

	private static Tensor times(Tensor tensor, float factor) {
		float[] values = tensor.toFloats();
		for (int i = 0; i < values.length; i++) {
			values[i] *= factor;
		}
		return Tensor.of(tensor.shape(), values);
	}

	@ParameterizedTest
	@ValueSource(strings = { "tiny-mix", "tiny-sana", "tiny-1.5" })
	void answersWhatTheFusedArchiveAnswersWithTheCheckpointsOwnTensors(String fixture) throws Exception {
		Tensor pixels = Tensor.ofBytes(new Shape(64, 64, 3),
				new Procedural().patch(64, new SplittableRandom(3)).pixels());
		try (Checkpoint checkpoint = Checkpoint
			.open(new CheckpointSource.Directory(Path.of("src/test/resources/fixtures", fixture)));
				TrainableModel trainer = TrainableModel.load(this.folder, (DcAeConfig) checkpoint.config(),
						checkpoint::tensor, (name) -> true, Precision.FP32, 1)) {
			List<String> floats = checkpoint.config()
				.weights()
				.keySet()
				.stream()
				.filter((name) -> !name.contains("running_") && !name.endsWith("num_batches_tracked"))
				.toList();
			assertThat(trainer.parameters().keySet()).containsExactlyInAnyOrderElementsOf(floats);
			Path archive = new ArchiveCache(this.folder).get(checkpoint.digest(),
					Compiler.of(checkpoint.config(), checkpoint::tensor, Precision.FP32));
			TorchRunner fused = TorchRunner.load(archive, checkpoint.config(), "cpu", 1);
			Tensor latent = fused.run(Operation.ENCODE_IMAGE, List.of(pixels)).getFirst().output();
			float[] image = fused.run(Operation.DECODE, List.of(latent)).getFirst().output().toFloats();
			fused.close();
			assertThat(trainer.encode(pixels.reshape(1, 64, 64, 3)).toFloats()).containsExactly(latent.toFloats(),
					within(1e-4f));
			assertThat(trainer.reconstruct(pixels.reshape(1, 64, 64, 3)).toFloats()).containsExactly(image,
					within(1e-4f));
		}
	}

}
