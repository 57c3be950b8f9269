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
package dev.dcae.dataset.parts;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

import dev.dcae.dataset.EncodedImage;
import dev.dcae.dataset.UnfitImageException;
import dev.dcae.dataset.source.Sample;

/**
 * Writes the latents of a unit of work. What it writes, and under which names, follows
 * from the samples alone.
 */
interface UnitSink extends Closeable {

	/**
	 * The bytes of latents that wait for their file of tensors. The same everywhere,
	 * since what is written must not depend on the machine.
	 */
	long MOST_WAITING = 128L << 20;

	/**
	 * Looks at a sample before anybody works on it.
	 * @return the reason why it cannot be written, if there is one
	 */
	Optional<String> refusal(Sample sample);

	/**
	 * Takes the next latent. Of the sample nothing is held but what its line says: files
	 * of images are much larger than latents.
	 * @throws UnfitImageException if the format has no place for it
	 */
	void add(Sample sample, EncodedImage image) throws IOException;

	/**
	 * Writes what still waits. All is durable when this returns.
	 */
	void finish() throws IOException;

	/**
	 * The lines of what is written.
	 */
	List<SampleLine> lines();

	/**
	 * The files that were written.
	 */
	List<UnitRecord.Output> outputs();

	/**
	 * Discards what was begun and is not whole.
	 */
	@Override
	void close() throws IOException;

}
