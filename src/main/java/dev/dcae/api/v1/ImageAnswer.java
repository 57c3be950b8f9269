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

import java.util.Optional;

import dev.dcae.api.http.AnswerHeaders;
import dev.dcae.image.ImageFormat;
import dev.dcae.image.Quality;
import dev.dcae.image.RgbImage;
import dev.dcae.model.Autoencoder;
import dev.dcae.pipeline.Call;
import dev.dcae.pipeline.ImagePool;
import dev.dcae.pipeline.Phase;
import dev.dcae.pipeline.Result;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Npy;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * The form in which a client wants an image: a file, or its pixels.
 *
 * @param form of the answer
 * @param quality of a lossy file, if the client asked for one
 */
public record ImageAnswer(ImageForm form, Optional<Quality> quality) {

	/**
	 * Writes the image.
	 * @param pool that files are written in
	 * @throws dev.dcae.image.ImageException if the format has no images of that size
	 */
	public byte[] write(Call call, RgbImage image, ImagePool pool) {
		if (this.form.file().isPresent()) {
			ImageFormat file = this.form.file().get();
			return pool.run(call, image, () -> file.encode(image, this.quality.orElse(file.usualQuality())));
		}
		return this.form.equals(ImageForm.NPY) ? Npy.toBytes(Tensor.ofBytes(shape(image), image.pixels()))
				: image.pixels();
	}

	/**
	 * The answer with an image.
	 * @param pool that files are written in
	 */
	public ResponseEntity<byte[]> of(Call call, Autoencoder model, Result<RgbImage> result, ImagePool pool) {
		RgbImage image = result.value();
		byte[] body = call.timeline().time(Phase.ENCODE, () -> write(call, image, pool));
		HttpHeaders headers = AnswerHeaders.of(model.id(), call, result);
		if (this.form.equals(ImageForm.RAW)) {
			AnswerHeaders.describe(headers, shape(image), DType.U8);
		}
		return ResponseEntity.ok().headers(headers).contentType(mediaType()).body(body);
	}

	/**
	 * The shape of an image's pixels.
	 */
	public static Shape shape(RgbImage image) {
		return new Shape(image.height(), image.width(), 3);
	}

	public MediaType mediaType() {
		return this.form.mediaType();
	}

	/**
	 * The usual ending of such a file's name.
	 */
	public String extension() {
		return this.form.extension();
	}

}
