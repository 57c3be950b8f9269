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
package dev.dcae.api.v1.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.dcae.api.http.MediaTypes;
import dev.dcae.api.problem.ProblemException;
import dev.dcae.api.problem.ProblemType;
import dev.dcae.api.v1.BulkFormat;
import dev.dcae.api.v1.ImageAnswer;
import dev.dcae.api.v1.ImageForm;
import dev.dcae.api.v1.ImageForms;
import dev.dcae.pipeline.Latent;
import dev.dcae.pipeline.Quoted;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;

/**
 * The form in which a client wants the images of a batch of latents.
 */
sealed interface BatchAnswer {

	/**
	 * A file each, in a zip.
	 */
	record Zip(ImageAnswer image) implements BatchAnswer {
	}

	/**
	 * One tensor: pixels, uint8 [n, H, W, 3], or floats, float32 [n, 3, H, W].
	 *
	 * @param form .npy or raw
	 */
	record OneTensor(ImageForm form) implements BatchAnswer {
	}

	/**
	 * The name of a zip of images in the parameter {@code format}.
	 */
	String ZIP = BulkFormat.ZIP.name().toLowerCase(Locale.ROOT);

	/**
	 * Tells if one image is no answer: there are more latents, or the client wants the
	 * form in which many are answered, or floats, which no file of an image holds.
	 * @throws ProblemException if the client accepts nothing that decoding answers
	 */
	static boolean isMeantBy(ImageForms forms, Latent latent, DecodeParameters wanted, @Nullable String accept) {
		if (latent.count() > 1 || wanted.returned() == DecodeParameters.Returned.FLOAT || ZIP.equals(wanted.format())) {
			return true;
		}
		List<MediaType> types = new ArrayList<>(forms.types());
		types.add(BulkFormat.ZIP.mediaType());
		return wanted.format() == null && MediaTypes.choose(accept, types).equals(BulkFormat.ZIP.mediaType());
	}

	/**
	 * Reads a request's wishes.
	 * @throws ProblemException if they cannot be met
	 */
	static BatchAnswer of(ImageForms forms, DecodeParameters wanted, @Nullable String accept) {
		boolean floats = wanted.returned() == DecodeParameters.Returned.FLOAT;
		List<ImageForm> tensors = List.of(ImageForm.NPY, ImageForm.RAW);
		if (wanted.format() == null) {
			List<MediaType> types = new ArrayList<>(tensors.stream().map(ImageForm::mediaType).toList());
			if (!floats) {
				types.addFirst(BulkFormat.ZIP.mediaType());
			}
			MediaType chosen = MediaTypes.choose(accept, types);
			return tensors.stream()
				.filter((form) -> form.mediaType().equals(chosen))
				.findFirst()
				.<BatchAnswer>map(OneTensor::new)
				.orElseGet(() -> new Zip(forms.wished(null, wanted.quality(), null)));
		}
		ImageAnswer named = forms.wished(ZIP.equals(wanted.format()) ? null : wanted.format(), wanted.quality(), null,
				List.of(ZIP));
		if (named.form().file().isEmpty()) {
			return new OneTensor(named.form());
		}
		if (floats) {
			throw new ProblemException(ProblemType.BAD_PARAMETER,
					"format is %s, for pixels; floats are answered as npy or raw"
						.formatted(Quoted.of(wanted.format())));
		}
		return new Zip(named);
	}

}
