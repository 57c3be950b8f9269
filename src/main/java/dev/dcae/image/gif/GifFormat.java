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
package dev.dcae.image.gif;

import java.nio.ByteBuffer;
import java.util.List;

import dev.dcae.image.ReadableFormat;
import dev.dcae.image.StoredImage;
import dev.dcae.image.codec.Magic;

/**
 * GIF, of which the first frame is read.
 */
public final class GifFormat extends ReadableFormat {

	static final String TITLE = "GIF";

	/**
	 * GIF.
	 */
	public GifFormat() {
		super(TITLE, List.of("gif"));
	}

	@Override
	public boolean recognises(byte[] file) {
		ByteBuffer data = ByteBuffer.wrap(file);
		return Magic.begins(data, "GIF87a") || Magic.begins(data, "GIF89a");
	}

	@Override
	protected StoredImage read(byte[] file) {
		return GifFile.parse(file);
	}

}
