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
package dev.dcae.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.OptionalLong;

import dev.dcae.dataset.store.StoreException;
import dev.dcae.image.ImageException;
import dev.dcae.image.ImageLimits;
import dev.dcae.image.RgbImage;
import dev.dcae.image.formats.ImageFile;
import dev.dcae.image.formats.ImageFormats;
import dev.dcae.pipeline.Call;
import dev.dcae.pipeline.Codec;
import dev.dcae.pipeline.EncodeRequest;
import dev.dcae.pipeline.ImagePool;
import dev.dcae.pipeline.Latent;
import dev.dcae.pipeline.RequestException;
import dev.dcae.pipeline.WhenToTile;
import dev.dcae.serving.ServingException;
import dev.dcae.tensor.Tensor;

/**
 * Makes latents of image files. Used by many threads at once, which hold no more pixels
 * together than a budget.
 */
public final class ImageEncoder {

	private final Codec codec;

	private final ImagePool pool;

	private final ImageFormats formats;

	private final ImageLimits limits;

	private final PixelBudget budget;

	/**
	 * An encoder.
	 * @param pixels of all images that are under way
	 */
	public ImageEncoder(Codec codec, ImagePool pool, ImageFormats formats, ImageLimits limits, long pixels) {
		this.codec = codec;
		this.pool = pool;
		this.formats = formats;
		this.limits = limits;
		this.budget = new PixelBudget(pixels);
	}

	/**
	 * One image: its latent, or the reason why it has none.
	 */
	public sealed interface Outcome {

		/**
		 * The latent.
		 */
		record Encoded(EncodedImage image) implements Outcome {
		}

		/**
		 * The reason, a sentence for whoever owns the image.
		 *
		 * @param again true if the same file may become a latent another time: by other
		 * limits, on another machine, or when it can be read
		 */
		record Failed(String reason, boolean again) implements Outcome {
		}

	}

	/**
	 * Reads a file.
	 */
	@FunctionalInterface
	public interface Reading {

		byte[] read() throws IOException;

	}

	public ImageFormats formats() {
		return this.formats;
	}

	/**
	 * Reads and encodes an image. Whatever is wrong with it is its outcome.
	 * @throws ServingException if no device is left
	 * @throws UncheckedIOException if the place that the image lies in fails
	 */
	public Outcome encode(Call call, Reading reading, Recipe recipe) {
		try {
			ImageFile file = this.formats.read(reading.read(), this.limits);
			long resized = recipe.preparation().pixels(file.width(), file.height());
			if (resized > this.limits.maxPixels()) {
				return new Outcome.Failed(
						"The image has %d × %d pixels; resized, before it is cut, it would have %d, more than %d"
							.formatted(file.width(), file.height(), resized, this.limits.maxPixels()),
						true);
			}
			try (PixelBudget.Held _ = this.budget.take(Math.max(file.pixels(), resized))) {
				return new Outcome.Encoded(encode(call, file, recipe));
			}
		}
		catch (StoreException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (IOException ex) {
			return new Outcome.Failed("It cannot be read: " + ex, true);
		}
		catch (ImageException.TooLarge | WholeFiles.TooLargeException | ServingException.TooLarge
				| ServingException.ItemFailed ex) {
			return new Outcome.Failed(String.valueOf(ex.getMessage()), true);
		}
		catch (ImageException | RequestException | UnfitImageException ex) {
			return new Outcome.Failed(String.valueOf(ex.getMessage()), false);
		}
	}

	private EncodedImage encode(Call call, ImageFile file, Recipe recipe) {
		RgbImage image = this.pool.run(call, file.pixels(), () -> recipe.preparation().of(file.decode()));
		Latent latent = latent(call, image, recipe);
		Optional<Tensor> mirrored = recipe.flip()
				? Optional.of(rounded(latent(call, this.pool.run(call, image, image::mirrored), recipe), recipe))
				: Optional.empty();
		return new EncodedImage(rounded(latent, recipe), mirrored, latent.width().orElseThrow(),
				latent.height().orElseThrow(), file.width(), file.height(), file.note());
	}

	private Latent latent(Call call, RgbImage image, Recipe recipe) {
		EncodeRequest request = new EncodeRequest(recipe.model(), image, recipe.fit(), recipe.scaled(),
				OptionalLong.empty(), WhenToTile.AUTO);
		return recipe.moments() ? this.codec.encodeMoments(call, request).value()
				: recipe.channels().of(this.codec.encode(call, request).value());
	}

	private static Tensor rounded(Latent latent, Recipe recipe) {
		Tensor values = latent.values().get(0).to(recipe.dtype());
		if (!values.isFinite()) {
			throw new UnfitImageException(
					"Its latent has values too large for %s".formatted(recipe.dtype().torchName()));
		}
		return values;
	}

}
