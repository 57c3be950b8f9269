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
package dev.dcae.image.jpeg;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

import dev.dcae.image.ImageFormat;
import dev.dcae.image.Quality;
import dev.dcae.image.RgbImage;
import dev.dcae.image.StoredImage;
import dev.dcae.image.codec.Magic;

/**
 * JPEG. Chroma is written at half its resolution (4:2:0) at any quality; past the usual
 * one files grow faster than they improve.
 */
public final class JpegFormat extends ImageFormat {

	static final String TITLE = "JPEG";

	private final JpegCodec codec;

	/**
	 * JPEG by the best codec of this machine: libjpeg-turbo where it is installed, which
	 * is several times as fast, else the JDK's.
	 */
	public JpegFormat() {
		this(best(new JdkJpeg()));
	}

	JpegFormat(JpegCodec codec) {
		super(TITLE, "jpeg", List.of("jpg", "jpeg", "jfif", "jpe", "mpo"), 65_535, new Quality(95));
		this.codec = codec;
	}

	private static JpegCodec best(JpegCodec jdk) {
		return TurboJpeg.find(jdk).map(JpegCodec.class::cast).orElse(jdk);
	}

	@Override
	public Optional<String> library() {
		return Optional.of(this.codec.toString());
	}

	@Override
	public List<String> mediaTypeAliases() {
		return List.of("image/jpg", "image/pjpeg");
	}

	@Override
	public boolean recognises(byte[] file) {
		return Magic.begins(ByteBuffer.wrap(file), "\u00ff\u00d8\u00ff");
	}

	@Override
	protected StoredImage read(byte[] file) {
		return JpegFile.parse(file, this.codec);
	}

	@Override
	protected byte[] write(RgbImage image, Quality quality) throws IOException {
		return this.codec.encode(image, quality);
	}

}
