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
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

import dev.dcae.image.Quality;
import dev.dcae.image.RgbImage;
import dev.dcae.image.Samples;

/**
 * libjpeg-turbo by its TurboJPEG interface, in the functions that 2.1 and 3 have in
 * common. It takes the ordinary files, and what it finds the least fault with goes to
 * another codec, whose verdict then holds. Pixels pass through native memory: the heap's
 * could be lent to it only in calls that no garbage collection may interrupt.
 *
 * @see <a href="https://libjpeg-turbo.org/Documentation/Documentation">turbojpeg.h</a>
 */
final class TurboJpeg implements JpegCodec {

	private static final String LIBRARY = "libturbojpeg.so.0";

	private static final int TJPF_RGB = 0;

	private static final int TJPF_GRAY = 6;

	private static final int TJSAMP_420 = 2;

	/**
	 * The cosine transform that everybody's bytes are made with.
	 */
	private static final int TJFLAG_ACCURATEDCT = 4096;

	private static final int TJFLAG_STOPONWARNING = 8192;

	private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;

	private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

	private final JpegCodec other;

	private final MethodHandle initDecompress;

	private final MethodHandle decompress;

	private final MethodHandle initCompress;

	private final MethodHandle compress;

	private final MethodHandle destroy;

	private final MethodHandle free;

	private TurboJpeg(SymbolLookup library, JpegCodec other) {
		MemoryLayout pointer = ValueLayout.ADDRESS;
		this.other = other;
		this.initDecompress = function(library, "tjInitDecompress", FunctionDescriptor.of(pointer));
		this.decompress = function(library, "tjDecompress2",
				FunctionDescriptor.of(INT, pointer, pointer, LONG, pointer, INT, INT, INT, INT, INT));
		this.initCompress = function(library, "tjInitCompress", FunctionDescriptor.of(pointer));
		this.compress = function(library, "tjCompress2",
				FunctionDescriptor.of(INT, pointer, pointer, INT, INT, INT, INT, pointer, pointer, INT, INT, INT));
		this.destroy = function(library, "tjDestroy", FunctionDescriptor.of(INT, pointer));
		this.free = function(library, "tjFree", FunctionDescriptor.ofVoid(pointer));
	}

	/**
	 * The codec, if the library is installed.
	 * @param other for what this one does not take
	 */
	static Optional<TurboJpeg> find(JpegCodec other) {
		try {
			return Optional.of(new TurboJpeg(SymbolLookup.libraryLookup(LIBRARY, Arena.global()), other));
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	private static MethodHandle function(SymbolLookup library, String name, FunctionDescriptor type) {
		return Linker.nativeLinker()
			.downcallHandle(
					library.find(name).orElseThrow(() -> new IllegalArgumentException(LIBRARY + " has no " + name)),
					type);
	}

	@Override
	public Samples decode(JpegScans file) throws IOException {
		JpegFrame frame = file.frame();
		boolean ordinary = frame.isOrdinary() && file.colour() != JpegColour.RGB;
		Optional<byte[]> samples = ordinary ? decoded(file) : Optional.empty();
		return samples.isPresent() ? new Samples(frame.width(), frame.height(), frame.components(), samples.get(), null)
				: this.other.decode(file);
	}

	/**
	 * Grey or RGB.
	 */
	private Optional<byte[]> decoded(JpegScans file) {
		int width = file.frame().width();
		int height = file.frame().height();
		int channels = file.frame().components();
		try (Arena arena = Arena.ofConfined()) {
			MemorySegment source = arena.allocate(file.bytes());
			file.writeTo(source.asByteBuffer());
			MemorySegment target = arena.allocate((long) channels * width * height);
			MemorySegment handle = (MemorySegment) this.initDecompress.invokeExact();
			int status;
			try {
				status = (int) this.decompress.invokeExact(handle, source, source.byteSize(), target, width,
						channels * width, height, (channels == 1) ? TJPF_GRAY : TJPF_RGB,
						TJFLAG_ACCURATEDCT | TJFLAG_STOPONWARNING);
			}
			finally {
				int _ = (int) this.destroy.invokeExact(handle);
			}
			return (status == 0) ? Optional.of(target.toArray(ValueLayout.JAVA_BYTE)) : Optional.empty();
		}
		catch (Throwable ex) {
			throw unchecked(ex);
		}
	}

	@Override
	public byte[] encode(RgbImage image, Quality quality) throws IOException {
		Optional<byte[]> file = encoded(image, quality);
		return file.isPresent() ? file.get() : this.other.encode(image, quality);
	}

	private Optional<byte[]> encoded(RgbImage image, Quality quality) {
		int width = image.width();
		try (Arena arena = Arena.ofConfined()) {
			MemorySegment source = arena.allocate(image.pixels().length);
			source.copyFrom(MemorySegment.ofArray(image.pixels()));
			// Both stay zero until the library has made a buffer.
			MemorySegment target = arena.allocate(ValueLayout.ADDRESS);
			MemorySegment size = arena.allocate(LONG);
			MemorySegment handle = (MemorySegment) this.initCompress.invokeExact();
			int status;
			try {
				status = (int) this.compress.invokeExact(handle, source, width, 3 * width, image.height(), TJPF_RGB,
						target, size, TJSAMP_420, quality.percent(), TJFLAG_ACCURATEDCT);
				MemorySegment file = target.get(ValueLayout.ADDRESS, 0).reinterpret(size.get(LONG, 0));
				return (status == 0) ? Optional.of(file.toArray(ValueLayout.JAVA_BYTE)) : Optional.empty();
			}
			finally {
				this.free.invokeExact(target.get(ValueLayout.ADDRESS, 0));
				int _ = (int) this.destroy.invokeExact(handle);
			}
		}
		catch (Throwable ex) {
			throw unchecked(ex);
		}
	}

	/**
	 * Method handles declare everything; these throw only what the JVM itself does.
	 */
	private static RuntimeException unchecked(Throwable ex) {
		if (ex instanceof Error error) {
			throw error;
		}
		return (ex instanceof RuntimeException unchecked) ? unchecked : new IllegalStateException(ex);
	}

	@Override
	public String toString() {
		return "libjpeg-turbo";
	}

}
