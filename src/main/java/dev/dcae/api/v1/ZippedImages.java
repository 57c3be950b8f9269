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
package dev.dcae.api.v1;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.function.BiFunction;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import dev.dcae.pipeline.Call;
import dev.dcae.pipeline.FanOut;

/**
 * Image files in a zip, sent as they are made.
 */
public final class ZippedImages {

	private ZippedImages() {
	}

	/**
	 * Writes a zip.
	 * @param plan of what becomes a file each
	 * @param work that makes the file
	 * @param names of the files, in the order of the plan
	 */
	public static <S> void write(FanOut.Plan<S> plan, BiFunction<Call, S, byte[]> work, Iterator<String> names,
			OutputStream out) throws IOException {
		ZipOutputStream zip = new ZipOutputStream(out);
		// Image files do not shrink.
		zip.setLevel(Deflater.NO_COMPRESSION);
		plan.run(work, (file) -> {
			zip.putNextEntry(new ZipEntry(names.next()));
			zip.write(file);
			zip.closeEntry();
		});
		zip.finish();
	}

}
