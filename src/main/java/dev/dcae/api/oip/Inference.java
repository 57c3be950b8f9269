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
package dev.dcae.api.oip;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import dev.dcae.api.http.ImageFiles;
import dev.dcae.api.problem.ProblemException;
import dev.dcae.api.problem.ProblemType;
import dev.dcae.image.ImageFormat;
import dev.dcae.image.Quality;
import dev.dcae.image.RgbImage;
import dev.dcae.image.formats.ImageFormats;
import dev.dcae.model.Autoencoder;
import dev.dcae.pipeline.Call;
import dev.dcae.pipeline.Codec;
import dev.dcae.pipeline.DecodeFloatsRequest;
import dev.dcae.pipeline.DecodeRequest;
import dev.dcae.pipeline.EncodeFloatsRequest;
import dev.dcae.pipeline.EncodeRequest;
import dev.dcae.pipeline.Fit;
import dev.dcae.pipeline.ImagePool;
import dev.dcae.pipeline.Latent;
import dev.dcae.pipeline.Phase;
import dev.dcae.pipeline.Quoted;
import dev.dcae.pipeline.Result;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

import org.springframework.stereotype.Component;

/**
 * Does what a request asks a model for.
 */
@Component
class Inference {

	private final Codec codec;

	private final ImageFiles files;

	private final ImageFormats formats;

	private final ImagePool pool;

	private final InferLimits limits;

	Inference(Codec codec, ImageFiles files, ImageFormats formats, ImagePool pool, InferLimits limits) {
		this.codec = codec;
		this.files = files;
		this.formats = formats;
		this.pool = pool;
		this.limits = limits;
	}

	/**
	 * Runs a request.
	 * @throws ProblemException if its tensor is not what the model takes
	 * @throws dev.dcae.pipeline.RequestException if it or its result does not suit the
	 * model
	 * @throws dev.dcae.image.ImageException if its file is no image within the limits
	 * @throws dev.dcae.serving.ServingException if the scheduler cannot take or finish it
	 */
	OutputTensor run(Call call, InferenceModel model, InferRequest request) {
		Autoencoder autoencoder = model.autoencoder();
		return switch (model.task()) {
			case ENCODE -> {
				List<Tensor> images = items(call, model, request);
				yield floats(this.codec.encodeFloats(call, new EncodeFloatsRequest(autoencoder, images)));
			}
			case DECODE -> {
				List<Latent> latents = items(call, model, request).stream().map(Latent::plain).toList();
				yield floats(this.codec.decodeFloats(call, new DecodeFloatsRequest(autoencoder, latents)));
			}
			case ENCODE_FILE -> encodeFile(call, model, request);
			case DECODE_FILE -> decodeFile(call, model, request);
		};
	}

	private OutputTensor encodeFile(Call call, InferenceModel model, InferRequest request) {
		byte[] file = request.input().file();
		call.memory().reserve(file.length);
		RgbImage image = this.files.decode(call, file);
		Result<Latent> encoded = this.codec.encode(call, new EncodeRequest(model.autoencoder(), image, Fit.PAD));
		Map<String, Object> parameters = parameters(encoded);
		call.notes().text().ifPresent((text) -> parameters.put("warning", text));
		parameters.put("width", image.width());
		parameters.put("height", image.height());
		Tensor values = encoded.value().values();
		return new OutputTensor.Floats(List.of(values.get(0)), parameters);
	}

	private OutputTensor decodeFile(Call call, InferenceModel model, InferRequest request) {
		ImageFormat format = format(request.settings());
		Quality quality = quality(request.settings()).orElse(format.usualQuality());
		Latent latent = Latent.plain(items(call, model, request).getFirst())
			.withSize(side(request.settings(), "width"), side(request.settings(), "height"));
		Result<RgbImage> decoded = this.codec.decode(call, new DecodeRequest(model.autoencoder(), latent));
		RgbImage image = decoded.value();
		byte[] file = call.timeline()
			.time(Phase.ENCODE, () -> this.pool.run(call, image, () -> format.encode(image, quality)));
		return new OutputTensor.File(file, parameters(decoded));
	}

	/**
	 * The items of the input, views without the batch.
	 */
	private List<Tensor> items(Call call, InferenceModel model, InferRequest request) {
		request.input().requireShape(model.input());
		long count = request.input().shape().size(0);
		long most = model.task().batches() ? this.limits.maxBatch() : 1;
		if (count > most) {
			throw new ProblemException(ProblemType.TOO_LARGE,
					"The request has %d items; %s takes at most %d at once".formatted(count, model.name(), most));
		}
		requirePixels(model, request.input().shape());
		Tensor batch = call.timeline().time(Phase.PARSE, () -> request.input().floats(call.memory()));
		return LongStream.range(0, count).mapToObj(batch::get).toList();
	}

	/**
	 * Checks the pixels of all items together.
	 * @param batch {@code [n, …]}
	 * @throws ProblemException if they are more than a request may have
	 */
	private void requirePixels(InferenceModel model, Shape batch) {
		long each = model.autoencoder().config().pixels(model.task().operation(), batch.tail());
		if (each > this.limits.maxPixels() / batch.size(0)) {
			throw new ProblemException(ProblemType.TOO_LARGE,
					"%d × %d pixels are more than the %d that a request may have".formatted(batch.size(0), each,
							this.limits.maxPixels()));
		}
	}

	private static OutputTensor floats(Result<List<Tensor>> result) {
		return new OutputTensor.Floats(result.value(), parameters(result));
	}

	private static Map<String, Object> parameters(Result<?> result) {
		Map<String, Object> parameters = new LinkedHashMap<>();
		if (result.retriedInFp32()) {
			parameters.put("retried_in_fp32", true);
		}
		if (result.tiled()) {
			parameters.put("tiled", true);
		}
		return parameters;
	}

	private ImageFormat format(Settings settings) {
		List<ImageFormat> known = this.formats.all();
		String name = settings.text("format").orElse(known.getFirst().name());
		return known.stream()
			.filter((format) -> format.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new ProblemException(ProblemType.BAD_PARAMETER,
					"The parameter format is %s; it is one of %s".formatted(Quoted.of(name),
							known.stream().map(ImageFormat::name).collect(Collectors.joining(", ")))));
	}

	private static Optional<Quality> quality(Settings settings) {
		return settings.number("quality").map((value) -> {
			if (value < 1 || value > 100) {
				throw new ProblemException(ProblemType.BAD_PARAMETER,
						"The parameter quality is %d; it is 1 to 100".formatted(value));
			}
			return new Quality(value.intValue());
		});
	}

	private static OptionalInt side(Settings settings, String name) {
		return settings.number(name)
			.map((value) -> OptionalInt.of((int) Math.min(value, Integer.MAX_VALUE)))
			.orElse(OptionalInt.empty());
	}

}
