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
package dev.dcae.image.codec;

import java.io.IOException;
import java.util.function.Function;

import javax.imageio.IIOImage;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.event.IIOReadProgressListener;
import javax.imageio.event.IIOWriteProgressListener;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.spi.ImageWriterSpi;

import dev.dcae.image.Interruption;
import dev.dcae.image.RgbImage;

/**
 * Work with the codecs behind ImageIO, each chosen by name: what a registry finds first
 * depends on the class path and on the thread that asked first.
 */
public final class ImageIoCodecs {

	private ImageIoCodecs() {
	}

	/**
	 * Lets a reader work on a file.
	 * @param file not copied
	 */
	public static <T> T read(ImageReaderSpi codec, byte[] file, Reading<T> reading) throws IOException {
		ImageReader reader = codec.createReaderInstance();
		try (MemoryFile input = new MemoryFile(file)) {
			reader.setInput(input, true, true);
			reader.addIIOReadProgressListener(new AbortedReading());
			T read = reading.with(reader);
			// What was aborted returns as if it were done.
			Interruption.check();
			return read;
		}
		finally {
			reader.dispose();
		}
	}

	/**
	 * Lets a writer make a file in memory.
	 * @param settings of the writer
	 */
	public static byte[] write(ImageWriterSpi codec, RgbImage image, Function<ImageWriter, ImageWriteParam> settings)
			throws IOException {
		ImageWriter writer = codec.createWriterInstance();
		try (MemoryFile output = new MemoryFile()) {
			writer.setOutput(output);
			writer.addIIOWriteProgressListener(new AbortedWriting());
			writer.write(null, new IIOImage(image.asBufferedImage(), null, null), settings.apply(writer));
			Interruption.check();
			return output.toBytes();
		}
		finally {
			writer.dispose();
		}
	}

	/**
	 * A codec of the JDK, which does not export its providers, but registers them.
	 * @param name of the provider's class, behind {@code com.sun.imageio.plugins.}
	 */
	public static <T> T jdk(Class<T> category, String name) {
		var providers = IIORegistry.getDefaultInstance().getServiceProviders(category, false);
		while (providers.hasNext()) {
			T provider = providers.next();
			if (provider.getClass().getName().equals("com.sun.imageio.plugins." + name)) {
				return provider;
			}
		}
		throw new IllegalStateException("This JDK has no " + name);
	}

	/**
	 * Aborts reading once nobody waits for it any more.
	 */
	private static final class AbortedReading implements IIOReadProgressListener {

		@Override
		public void imageProgress(ImageReader reader, float percent) {
			if (Interruption.isDue()) {
				reader.abort();
			}
		}

		@Override
		public void sequenceStarted(ImageReader reader, int minIndex) {
		}

		@Override
		public void sequenceComplete(ImageReader reader) {
		}

		@Override
		public void imageStarted(ImageReader reader, int index) {
		}

		@Override
		public void imageComplete(ImageReader reader) {
		}

		@Override
		public void thumbnailStarted(ImageReader reader, int index, int thumbnail) {
		}

		@Override
		public void thumbnailProgress(ImageReader reader, float percent) {
		}

		@Override
		public void thumbnailComplete(ImageReader reader) {
		}

		@Override
		public void readAborted(ImageReader reader) {
		}

	}

	/**
	 * Aborts writing once nobody waits for it any more.
	 */
	private static final class AbortedWriting implements IIOWriteProgressListener {

		@Override
		public void imageProgress(ImageWriter writer, float percent) {
			if (Interruption.isDue()) {
				writer.abort();
			}
		}

		@Override
		public void imageStarted(ImageWriter writer, int index) {
		}

		@Override
		public void imageComplete(ImageWriter writer) {
		}

		@Override
		public void thumbnailStarted(ImageWriter writer, int index, int thumbnail) {
		}

		@Override
		public void thumbnailProgress(ImageWriter writer, float percent) {
		}

		@Override
		public void thumbnailComplete(ImageWriter writer) {
		}

		@Override
		public void writeAborted(ImageWriter writer) {
		}

	}

	/**
	 * Work for a reader that has its input.
	 */
	@FunctionalInterface
	public interface Reading<T> {

		/**
		 * Reads.
		 */
		T with(ImageReader reader) throws IOException;

	}

}
