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
package dev.dcae.image.tiff;

import java.nio.ByteBuffer;
import java.util.List;

import dev.dcae.image.ImageException;
import dev.dcae.image.ReadableFormat;
import dev.dcae.image.StoredImage;
import dev.dcae.image.codec.Magic;

/**
 * TIFF, of which the first page is read.
 */
public final class TiffFormat extends ReadableFormat {

	static final String TITLE = "TIFF";

	/**
	 * TIFF.
	 */
	public TiffFormat() {
		super(TITLE, List.of("tif", "tiff"));
	}

	@Override
	public boolean recognises(byte[] file) {
		ByteBuffer data = ByteBuffer.wrap(file);
		return Magic.begins(data, "II*\0") || Magic.begins(data, "MM\0*") || isBig(data);
	}

	/**
	 * The kind for files beyond 4 GB.
	 */
	private static boolean isBig(ByteBuffer data) {
		return Magic.begins(data, "II+\0") || Magic.begins(data, "MM\0+");
	}

	@Override
	protected StoredImage read(byte[] file) {
		if (isBig(ByteBuffer.wrap(file))) {
			throw rare();
		}
		return TiffFile.parse(file);
	}

	static ImageException rare() {
		return new ImageException.Undecodable(TITLE, "is of a rare kind that is not supported");
	}

}
