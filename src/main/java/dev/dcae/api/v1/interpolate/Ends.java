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
package dev.dcae.api.v1.interpolate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.dcae.api.http.ImageFiles;
import dev.dcae.api.problem.PartException;
import dev.dcae.api.problem.ProblemException;
import dev.dcae.api.problem.ProblemType;
import dev.dcae.api.v1.FormFiles;
import dev.dcae.api.v1.FormParts;
import dev.dcae.api.v1.Images;
import dev.dcae.api.v1.LatentFormat;
import dev.dcae.api.v1.LatentReader;
import dev.dcae.api.v1.SentLatents;
import dev.dcae.image.RgbImage;
import dev.dcae.pipeline.Call;
import dev.dcae.pipeline.Latent;
import org.jspecify.annotations.Nullable;

import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartHttpServletRequest;

/**
 * The two that an interpolation lies between: images or latents, in the order of the
 * form.
 */
record Ends(End first, End second) {

	/**
	 * One of the two.
	 */
	sealed interface End {

		/**
		 * An image that is still to be encoded.
		 */
		record Image(RgbImage image) implements End {
		}

		/**
		 * A latent as it was sent.
		 */
		record Encoded(Latent latent) implements End {
		}

	}

	/**
	 * Reads the two parts of a form.
	 * @param scaled what to take latents for, instead of what they say
	 * @throws ProblemException if there are not two
	 * @throws PartException naming the one that cannot be read
	 */
	static Ends read(Call call, MultipartHttpServletRequest form, ImageFiles files, @Nullable Boolean scaled)
			throws IOException {
		List<MultipartFile> parts = new ArrayList<>();
		// The map is in the order of the form.
		form.getMultiFileMap().forEach((name, sent) -> {
			if (name.equals(Images.PART) || name.equals(SentLatents.PART)) {
				parts.addAll(sent);
			}
		});
		if (parts.size() != 2) {
			throw new ProblemException(ProblemType.BAD_REQUEST,
					"The form has %d parts named '%s' or '%s' with a file; two are taken here%s".formatted(parts.size(),
							Images.PART, SentLatents.PART,
							FormParts.found(form, List.of(Images.PART, SentLatents.PART))));
		}
		return new Ends(end(call, "first", parts.getFirst(), files, scaled),
				end(call, "second", parts.getLast(), files, scaled));
	}

	private static End end(Call call, String place, MultipartFile part, ImageFiles files, @Nullable Boolean scaled)
			throws IOException {
		try {
			byte[] file = FormFiles.bytes(part);
			if (part.getName().equals(Images.PART)) {
				return new End.Image(files.decode(call, file));
			}
			Latent latent = LatentReader.read(LatentFormat.of(file), file, null, null, call.memory());
			return new End.Encoded((scaled != null) ? latent.withScaled(scaled) : latent);
		}
		catch (RuntimeException ex) {
			throw PartException.of(place + " " + part.getName(), ex);
		}
	}

	/**
	 * A latent among the two, the first of them.
	 */
	Optional<Latent> latent() {
		return Stream.of(this.first, this.second)
			.filter(End.Encoded.class::isInstance)
			.map((end) -> ((End.Encoded) end).latent())
			.findFirst();
	}

}
