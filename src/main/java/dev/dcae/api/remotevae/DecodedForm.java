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
package dev.dcae.api.remotevae;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import dev.dcae.api.http.MediaTypes;
import dev.dcae.api.problem.ProblemException;
import dev.dcae.api.problem.ProblemType;
import dev.dcae.image.ImageFormat;
import dev.dcae.image.formats.ImageFormats;
import dev.dcae.pipeline.Quoted;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;

/**
 * The form in which a client wants the images that its latents decode to.
 */
sealed interface DecodedForm {

	/**
	 * The file of the first image: there is no room for more.
	 */
	record File(ImageFormat format) implements DecodedForm {
	}

	/**
	 * Pixels, uint8 [n, H, W, 3].
	 */
	record Pixels() implements DecodedForm {
	}

	/**
	 * Floats in the model's precision, [n, 3, H, W].
	 *
	 * @param denormalized whether they are in [0, 1], and not about [-1, 1] as the
	 * decoder makes them
	 */
	record Floats(boolean denormalized) implements DecodedForm {
	}

	/**
	 * Reads the parameters.
	 * @param formats of files
	 * @param outputType {@code pil} or {@code pt}
	 * @param imageFormat {@code jpg}, {@code png} or {@code webp}, for {@code pil}
	 * @param partialPostprocess whether {@code pt} is for pixels
	 * @param accept the header
	 * @throws ProblemException if there is no such form, or none that is accepted
	 */
	static DecodedForm of(ImageFormats formats, String outputType, String imageFormat, boolean partialPostprocess,
			@Nullable String accept) {
		return switch (outputType) {
			case "pil" -> file(formats, imageFormat, accept);
			case "pt" -> {
				MediaTypes.choose(accept, List.of(AnsweredTensor.TYPE));
				yield partialPostprocess ? new Pixels() : new Floats(false);
			}
			case "mp4" -> throw new ProblemException(ProblemType.BAD_PARAMETER,
					"output_type is mp4, which is for models of video; this model makes images: pil or pt");
			default -> throw new ProblemException(ProblemType.BAD_PARAMETER,
					"output_type is %s; it is pil or pt".formatted(Quoted.of(outputType)));
		};
	}

	private static DecodedForm file(ImageFormats known, String imageFormat, @Nullable String accept) {
		ImageFormat asked = known.called(imageFormat)
			.orElseThrow(() -> new ProblemException(ProblemType.BAD_PARAMETER, "image_format is %s; it is one of %s"
				.formatted(Quoted.of(imageFormat),
						known.all().stream().map(ImageFormat::extension).sorted().collect(Collectors.joining(", ")))));
		if (!imageFormat.equals("jpg") && !imageFormat.equals("png")) {
			// The client accepts a tensor here, and opens a file.
			return new File(asked);
		}
		List<ImageFormat> formats = new ArrayList<>(known.all());
		formats.remove(asked);
		formats.addFirst(asked);
		List<MediaType> types = new ArrayList<>();
		formats.forEach((format) -> types.add(MediaType.parseMediaType(format.mediaType())));
		types.add(AnsweredTensor.TYPE);
		int chosen = types.indexOf(MediaTypes.choose(accept, types));
		// A client with a processor of its own asks for pil, and accepts a tensor.
		return (chosen < formats.size()) ? new File(formats.get(chosen)) : new Floats(true);
	}

}
