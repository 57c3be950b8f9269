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
package dev.dcae.image.bmp;

import java.nio.ByteBuffer;
import java.util.List;

import dev.dcae.image.ReadableFormat;
import dev.dcae.image.StoredImage;
import dev.dcae.image.codec.Magic;

/**
 * BMP.
 */
public final class BmpFormat extends ReadableFormat {

	static final String TITLE = "BMP";

	/**
	 * BMP.
	 */
	public BmpFormat() {
		super(TITLE, List.of("bmp"));
	}

	/**
	 * Two letters alone also begin texts.
	 */
	@Override
	public boolean recognises(byte[] file) {
		ByteBuffer data = ByteBuffer.wrap(file);
		return Magic.begins(data, "BM") && BmpHeader.isThere(data);
	}

	@Override
	protected StoredImage read(byte[] file) {
		return new BmpFile(file, BmpHeader.read(ByteBuffer.wrap(file)));
	}

}
