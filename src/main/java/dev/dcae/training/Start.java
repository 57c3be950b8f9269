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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.dcae.checkpoint.Checkpoint;
import dev.dcae.checkpoint.CheckpointHub;
import dev.dcae.checkpoint.CheckpointSource;
import dev.dcae.image.RgbImage;
import dev.dcae.model.AutoencoderConfig;
import dev.dcae.model.ConfigReader;
import dev.dcae.model.DcAeConfig;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Tensor;
import dev.dcae.training.data.ImageSource;

/**
 * The start of a run.
 *
 * @param json the config, as it is written back
 * @param config the same, read
 * @param tensors every tensor of the config, float32 but for counters
 */
record Start(byte[] json, DcAeConfig config, Map<String, Tensor> tensors) {

	/**
	 * Images for a linear start, and their sides in blocks of ratio × ratio.
	 */
	private static final int FITTED_IMAGES = 300;

	private static final int BLOCKS = 8;

	/**
	 * Loads or makes it.
	 * @param images that a linear start is fitted to
	 * @param hub that a checkpoint comes from, asked for if one does
	 * @throws TrainingException if it is not a DC-AE
	 */
	static Start of(TrainingSettings settings, ImageSource images, Supplier<CheckpointHub> hub) throws IOException {
		String source = settings.source();
		if (source != null) {
			return of(switch (CheckpointSource.of(source)) {
				case CheckpointSource.OnHub onHub ->
					new CheckpointSource.Directory(hub.get().verify(onHub).folder(), onHub.variant());
				case CheckpointSource here -> here;
			});
		}
		Path architecture = settings.architecture();
		if (architecture == null) {
			throw new TrainingException("Give either a source or an architecture");
		}
		byte[] json = Files.readAllBytes(architecture);
		DcAeConfig config = dcAe(ConfigReader.read(json));
		return new Start(json, config,
				settings.linearStart() ? LinearStart.fit(config,
						patches(images, BLOCKS * config.ratio(), settings.seed()), settings.seed())
						: FreshCheckpoint.of(config, settings.seed()));
	}

	private static List<RgbImage> patches(ImageSource images, int side, long seed) {
		SplittableRandom random = new SplittableRandom(seed);
		return Stream.generate(random::split).limit(FITTED_IMAGES).map((each) -> images.patch(side, each)).toList();
	}

	private static Start of(CheckpointSource source) {
		try (Checkpoint checkpoint = Checkpoint.open(source)) {
			DcAeConfig config = dcAe(checkpoint.config());
			Map<String, Tensor> tensors = new LinkedHashMap<>();
			config.weights().keySet().forEach((name) -> {
				Tensor tensor = checkpoint.tensor(name);
				tensors.put(name, tensor.dtype().isFloat() ? Tensor.of(tensor.shape(), tensor.toFloats())
						: Tensor.zeros(DType.I64, tensor.shape()));
			});
			return new Start(checkpoint.json(), config, tensors);
		}
	}

	private static DcAeConfig dcAe(AutoencoderConfig config) {
		return switch (config) {
			case DcAeConfig dcAe -> dcAe;
			case AutoencoderConfig _ ->
				throw new TrainingException("Only a DC-AE can be trained, not " + config.family());
		};
	}

}
