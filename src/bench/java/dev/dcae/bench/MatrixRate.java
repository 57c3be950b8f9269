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
package dev.dcae.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import dev.dcae.model.Precision;

/**
 * The rate at which libtorch multiplies large matrices on this machine: the faster of {@code matmul}, which is MKL's for
 * float32, and a 1 × 1 convolution, which is oneDNN's. The arrays become bfloat16 inside TorchScript: DJL has none.
 */
final class MatrixRate {

	private static final Path ARCHIVE = Path.of("target/bench/matrix-rate.pt");

	private static final String CODE = """
			class Product(Module):
			  __parameters__ = []
			  __buffers__ = []
			  def matmul(self, x: Tensor, w: Tensor, dtype: int, times: int) -> Tensor:
			    rows = torch.to(x, dtype)
			    columns = torch.to(w, dtype)
			    y = rows
			    for i in range(times):
			      y = torch.matmul(rows, columns)
			    return torch.to(torch.select(y, 0, 0), 6)
			  def convolution(self, x: Tensor, w: Tensor, dtype: int, times: int) -> Tensor:
			    n = torch.size(x, 0)
			    c = torch.size(x, 1)
			    image = torch.to(torch.permute(torch.reshape(x, [1, n, 1, c]), [0, 3, 1, 2]), dtype)
			    kernel = torch.contiguous(torch.reshape(torch.to(w, dtype), [c, c, 1, 1]), memory_format=2)
			    y = image
			    for i in range(times):
			      y = torch.conv2d(image, kernel, None, [1, 1], [0, 0], [1, 1], 1)
			    return torch.to(torch.select(y, 3, 0), 6)
			""";

	private MatrixRate() {
	}

	/**
	 * GFLOP/s.
	 * @param side of the matrices
	 */
	static double measure(Precision precision, int side) throws Exception {
		write();
		int type = (precision == Precision.BF16) ? 15 : 6;
		try (Model model = Model.newInstance("matrix-rate", "PyTorch")) {
			model.load(ARCHIVE.getParent(), ARCHIVE.getFileName().toString());
			double best = 0;
			for (String method : new String[] { "matmul", "convolution" }) {
				double once = milliseconds(model, method, side, type, 1);
				double more = milliseconds(model, method, side, type, 5);
				// What four more products take, without the conversion.
				best = Math.max(best, 4 * 2.0 * side * side * side / 1e6 / (more - once));
			}
			return best;
		}
	}

	private static double milliseconds(Model model, String method, int side, int type, int times) throws Exception {
		PtSymbolBlock block = (PtSymbolBlock) model.getBlock();
		try (NDManager manager = model.getNDManager().newSubManager()) {
			NDArray x = manager.randomNormal(new Shape(side, side));
			NDArray w = manager.randomNormal(new Shape(side, side));
			return Times.of(1, 5, () -> {
				try (IValue left = IValue.from((PtNDArray) x);
						IValue right = IValue.from((PtNDArray) w);
						IValue dtype = IValue.from((long) type);
						IValue repeat = IValue.from((long) times)) {
					IValueUtils.runMethod(block, method, left, right, dtype, repeat).close();
				}
			}).best();
		}
	}

	private static void write() throws IOException {
		Files.createDirectories(ARCHIVE.getParent());
		try (OutputStream out = Files.newOutputStream(ARCHIVE); ZipOutputStream zip = new ZipOutputStream(out)) {
			entry(zip, "version", "10\n");
			entry(zip, "constants.pkl", "\u0080\u0002).");
			// An object of the class, without attributes.
			entry(zip, "data.pkl", "\u0080\u0002c__torch__.product\nProduct\n)\u0081}b.");
			entry(zip, "code/__torch__/product.py", CODE);
		}
	}

	private static void entry(ZipOutputStream zip, String name, String content) throws IOException {
		zip.putNextEntry(new ZipEntry("archive/" + name));
		zip.write(content.getBytes(StandardCharsets.ISO_8859_1));
		zip.closeEntry();
	}

}
