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

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import dev.dcae.api.http.Bodies;
import dev.dcae.api.http.Calls;
import dev.dcae.api.http.MediaTypes;
import dev.dcae.image.formats.ImageFormats;
import dev.dcae.model.Autoencoder;
import dev.dcae.model.LatentScaling;
import dev.dcae.pipeline.Call;
import dev.dcae.pipeline.Codec;
import dev.dcae.pipeline.Phase;
import dev.dcae.tensor.Tensor;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;

/**
 * The endpoints of diffusers' {@code remote_decode} and {@code remote_encode}. Parameters
 * that they do not know are ignored: other clients of the same endpoints send more.
 */
@RestController
class RemoteVaeController implements RemoteVaeApi {

	private final Codec codec;

	private final Bodies bodies;

	private final ImageFormats formats;

	private final Calls calls;

	private final RemoteDecoding decoding;

	private final RemoteEncoding encoding;

	RemoteVaeController(Codec codec, Bodies bodies, ImageFormats formats, Calls calls, RemoteDecoding decoding,
			RemoteEncoding encoding) {
		this.codec = codec;
		this.bodies = bodies;
		this.formats = formats;
		this.calls = calls;
		this.decoding = decoding;
		this.encoding = encoding;
	}

	@Override
	public ResponseEntity<byte[]> decode(HttpServletRequest request, String model, DecodeParameters wanted,
			@Nullable String accept) throws IOException {
		Call call = this.calls.of(request);
		Autoencoder chosen = this.codec.model(call, Optional.of(model));
		DecodedForm form = DecodedForm.of(this.formats, wanted.outputType(), wanted.imageFormat(),
				wanted.partialPostprocess(), accept);
		scaling(chosen, wanted, false);
		byte[] body = this.bodies.read(request);
		SentTensor.Latents latents = call.timeline()
			.time(Phase.PARSE, () -> SentTensor.readLatents(call.memory(), chosen, body, wanted.shape(), wanted.dtype(),
					wanted.height(), wanted.width()));
		return this.decoding.decode(call, chosen, latents, scaling(chosen, wanted, latents.scaled()), form);
	}

	private static LatentScaling scaling(Autoencoder model, DecodeParameters wanted, boolean unsaid) {
		return Scaling.of(model, wanted.scalingFactor(), wanted.shiftFactor(), wanted.doScaling(), unsaid);
	}

	@Override
	public ResponseEntity<byte[]> encode(HttpServletRequest request, String model, EncodeParameters wanted,
			@Nullable String accept) throws IOException {
		Call call = this.calls.of(request);
		Autoencoder chosen = this.codec.model(call, Optional.of(model));
		MediaTypes.choose(accept, List.of(AnsweredTensor.TYPE));
		LatentScaling scaling = Scaling.of(chosen, wanted.scalingFactor(), wanted.shiftFactor(), wanted.doScaling(),
				false);
		byte[] body = this.bodies.read(request);
		if (wanted.shape() == null && wanted.dtype() == null) {
			return this.encoding.encode(call, chosen, body, scaling);
		}
		Tensor images = call.timeline()
			.time(Phase.PARSE,
					() -> SentTensor.readImages(call.memory(), chosen, body, wanted.shape(), wanted.dtype()));
		return this.encoding.encode(call, chosen, images, scaling, wanted.isFramed());
	}

}
