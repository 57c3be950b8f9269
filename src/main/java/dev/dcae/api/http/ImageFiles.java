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
package dev.dcae.api.http;

import dev.dcae.api.problem.ProblemException;
import dev.dcae.api.problem.ProblemType;
import dev.dcae.image.ImageException;
import dev.dcae.image.ImageLimits;
import dev.dcae.image.RgbImage;
import dev.dcae.image.formats.ImageFile;
import dev.dcae.image.formats.ImageFormats;
import dev.dcae.pipeline.Call;
import dev.dcae.pipeline.ImagePool;
import dev.dcae.pipeline.MemoryBudget;
import dev.dcae.pipeline.MemoryCost;
import dev.dcae.pipeline.Phase;

import org.springframework.stereotype.Component;

/**
 * Reads the image files of requests, within the limits of the service: their headers
 * where they arrive, their pixels in the pool.
 */
@Component
public class ImageFiles {

	private final ImageFormats formats;

	private final ImagePool pool;

	private final ImageLimits limits;

	ImageFiles(ImageFormats formats, ImagePool pool, ImageLimits limits) {
		this.formats = formats;
		this.pool = pool;
		this.limits = limits;
	}

	/**
	 * Reads the header of an image file, and no coded pixel.
	 * @throws ImageException if it is no image within the limits, as far as can be told
	 * before it is decoded
	 * @throws ProblemException if it is something that is sent by mistake
	 */
	public ImageFile read(byte[] file) {
		try {
			return this.formats.read(file, this.limits);
		}
		catch (ImageException.NotAnImage ex) {
			throw MistakenBody.of(file)
				.<RuntimeException>map((mistake) -> new ProblemException(ProblemType.NOT_AN_IMAGE, mistake))
				.orElse(ex);
		}
	}

	/**
	 * Refuses an image of another format by its name.
	 * @throws ImageException if it is one
	 */
	public void refuseKnown(byte[] file) {
		this.formats.refuseKnown(file);
	}

	/**
	 * Decodes an image file, in the memory of a call, and notes it if its end is damaged.
	 * @throws dev.dcae.image.ImageException if it is no image within the limits
	 */
	public RgbImage decode(Call call, byte[] file) {
		ImageFile image = read(file);
		call.memory().reserve(MemoryCost.keeping(image.width(), image.height()));
		try (MemoryBudget.Hold _ = call.memory().reserve(image.decoding())) {
			return call.timeline().time(Phase.PARSE, () -> this.pool.run(call, image.pixels(), () -> {
				RgbImage decoded = image.decode();
				image.note().ifPresent(call.notes()::add);
				return decoded;
			}));
		}
	}

}
