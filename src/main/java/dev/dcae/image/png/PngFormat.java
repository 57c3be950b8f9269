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
package dev.dcae.image.png;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

import dev.dcae.image.ImageFormat;
import dev.dcae.image.Quality;
import dev.dcae.image.RgbImage;
import dev.dcae.image.StoredImage;

/**
 * PNG, lossless at any quality.
 */
public final class PngFormat extends ImageFormat {

	static final String TITLE = "PNG";

	/**
	 * PNG.
	 */
	public PngFormat() {
		super(TITLE, "png", List.of("png"), Integer.MAX_VALUE, Quality.BEST);
	}

	@Override
	public List<String> mediaTypeAliases() {
		return List.of("image/x-png");
	}

	@Override
	public boolean recognises(byte[] file) {
		return file.length >= Long.BYTES && ByteBuffer.wrap(file).getLong() == PngHeader.SIGNATURE;
	}

	@Override
	protected StoredImage read(byte[] file) {
		return PngFile.parse(file);
	}

	@Override
	protected byte[] write(RgbImage image, Quality quality) throws IOException {
		return PngWriter.write(image);
	}

}
