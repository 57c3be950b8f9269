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
package dev.dcae.image.webp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

import dev.dcae.image.ImageFormat;
import dev.dcae.image.Quality;
import dev.dcae.image.RgbImage;
import dev.dcae.image.StoredImage;
import dev.dcae.image.codec.Magic;

/**
 * WebP, lossless at a quality of 100 and lossy below.
 */
public final class WebpFormat extends ImageFormat {

	static final String TITLE = "WebP";

	private final WebpCodec codec = new WebpCodec();

	/**
	 * WebP.
	 */
	public WebpFormat() {
		super(TITLE, "webp", List.of("webp"), 16_383, Quality.BEST);
	}

	@Override
	public boolean recognises(byte[] file) {
		ByteBuffer data = ByteBuffer.wrap(file);
		return Magic.begins(data, "RIFF") && Magic.isAt(data, 8, "WEBP");
	}

	@Override
	protected StoredImage read(byte[] file) {
		return WebpFile.parse(file, this.codec);
	}

	@Override
	protected byte[] write(RgbImage image, Quality quality) throws IOException {
		return this.codec.encode(image, quality);
	}

}
