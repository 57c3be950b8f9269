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
package dev.dcae.api.v1;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

import dev.dcae.api.http.Bodies;
import dev.dcae.api.http.ImageFiles;
import dev.dcae.api.http.MediaTypes;
import dev.dcae.api.http.RawTensor;
import dev.dcae.api.problem.ProblemException;
import dev.dcae.api.problem.ProblemType;
import dev.dcae.image.ImageLimits;
import dev.dcae.image.RgbImage;
import dev.dcae.pipeline.Call;
import dev.dcae.pipeline.MemoryCost;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Npy;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartHttpServletRequest;

/**
 * Takes the image out of a request: an image file, as the raw body or as the multipart
 * part {@code image}, or its pixels, as uint8 [H, W, 3].
 */
@Component
public class Images {

	public static final String PART = "image";

	private final Bodies bodies;

	private final ImageFiles files;

	private final ImageLimits limits;

	Images(Bodies bodies, ImageFiles files, ImageLimits limits) {
		this.bodies = bodies;
		this.files = files;
		this.limits = limits;
	}

	/**
	 * Reads the request's only image. Without a media type its first bytes tell what it
	 * is.
	 * @param shape of raw pixels, such as {@code 512,512,3}
	 * @param dtype of raw pixels: uint8
	 * @throws ProblemException if there is none, an empty one or more than one
	 * @throws dev.dcae.image.ImageException if the file is no image within the limits
	 * @throws dev.dcae.tensor.TensorFormatException if the .npy file is malformed
	 */
	public RgbImage read(Call call, HttpServletRequest request, @Nullable String shape, @Nullable String dtype)
			throws IOException {
		if (request instanceof MultipartHttpServletRequest multipart) {
			return this.files.decode(call, FormFiles.bytes(FormFiles.only(multipart, PART)));
		}
		Optional<Tensor> tensor = tensor(request, shape, dtype);
		return tensor.isPresent() ? pixels(call, tensor.get()) : this.files.decode(call, this.bodies.read(request));
	}

	/**
	 * The tensor that a request is, unless it is a form or a file.
	 */
	private Optional<Tensor> tensor(HttpServletRequest request, @Nullable String shape, @Nullable String dtype) {
		if (request instanceof MultipartHttpServletRequest) {
			return Optional.empty();
		}
		Optional<MediaType> said = MediaTypes.ofBody(request);
		if (said.isEmpty()) {
			// A filter would have told it, were it an .npy file.
			return Optional.empty();
		}
		MediaType type = said.get();
		if (LatentFormat.NPY.mediaType().equalsTypeAndSubtype(type)) {
			return Optional.of(Npy.parse(this.bodies.read(request)));
		}
		if (LatentFormat.RAW.mediaType().equalsTypeAndSubtype(type)) {
			byte[] body = this.bodies.read(request);
			if (shape == null) {
				this.files.refuseKnown(body);
			}
			return Optional.of(RawTensor.read(body, shape, dtype, DType.U8));
		}
		return Optional.empty();
	}

	/**
	 * Reads the request's only image, or the images of its only tensor, uint8 [n, H, W,
	 * 3].
	 * @param shape of raw pixels, such as {@code 4,512,512,3}
	 * @throws ProblemException likewise, or if there are more than a request may have
	 */
	public List<RgbImage> readBatch(Call call, HttpServletRequest request, @Nullable String shape) throws IOException {
		Optional<Tensor> tensor = tensor(request, shape, null);
		if (tensor.isEmpty()) {
			return List.of(read(call, request, shape, null));
		}
		Tensor pixels = tensor.get();
		if (pixels.shape().rank() != 4) {
			return List.of(pixels(call, pixels));
		}
		Parameters.requireBatch(pixels.shape().size(0));
		return LongStream.range(0, pixels.shape().size(0))
			.mapToObj((index) -> pixels(call, pixels.get(index)))
			.toList();
	}

	/**
	 * The image files of a form, in their order; none if the request is no form.
	 */
	public static List<MultipartFile> files(HttpServletRequest request) {
		return (request instanceof MultipartHttpServletRequest form) ? FormFiles.of(form, PART) : List.of();
	}

	private RgbImage pixels(Call call, Tensor tensor) {
		Shape shape = (tensor.shape().rank() == 4 && tensor.shape().size(0) == 1) ? tensor.shape().tail()
				: tensor.shape();
		if (tensor.dtype() != DType.U8 || shape.rank() != 3 || shape.size(2) != 3 || shape.elements() == 0) {
			throw new ProblemException(ProblemType.BAD_TENSOR,
					"The pixels are %s of the shape %s; they are uint8 [H, W, 3]".formatted(tensor.dtype().torchName(),
							tensor.shape()));
		}
		// The tensor's bytes fit an array, so its sides fit an int.
		int height = (int) shape.size(0);
		int width = (int) shape.size(1);
		this.limits.check(width, height);
		call.memory().reserve(MemoryCost.keeping(width, height));
		return new RgbImage(width, height, tensor.toBytes());
	}

}
