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
package dev.dcae.torchscript;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Archives with a method {@code forward(a, b)} of a test's own, as someone might bring
 * for a perceptual distance.
 */
public final class DistanceArchive {

	private DistanceArchive() {
	}

	/**
	 * The mean absolute difference.
	 */
	public static Path meanAbsolute(Path file) throws IOException {
		return write(file, "Tensor", "torch.mean(torch.abs(torch.sub(a, b)))");
	}

	/**
	 * Writes an archive.
	 * @param type of the answer
	 * @param answer an expression of the tensors {@code a} and {@code b}
	 */
	public static Path write(Path file, String type, String answer) throws IOException {
		Code code = new Code(List.of());
		Value.Module module = code.define("Distance", new LinkedHashMap<>(), """
				  def forward(self, a: Tensor, b: Tensor) -> %s:
				    return %s
				""".formatted(type, answer));
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
			new Archive(code.files(), module).writeTo(channel);
		}
		return file;
	}

}
