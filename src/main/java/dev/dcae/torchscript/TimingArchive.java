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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

import dev.dcae.model.Precision;
import dev.dcae.tensor.Shape;

/**
 * An archive that times a machine: its methods {@code fp32} and {@code bf16} run the
 * convolution that is most of a model's work a few times over, and answer one number.
 */
public final class TimingArchive {

	/**
	 * Channels of the convolution, in and out.
	 */
	public static final int CHANNELS = 128;

	private TimingArchive() {
	}

	/**
	 * Writes the archive. The methods take float32 [1, {@link #CHANNELS}, H, W].
	 */
	public static void writeTo(FileChannel channel) throws IOException {
		Code code = new Code(List.of("activation", "conv"));
		SequencedMap<String, Value.Module> convolutions = new LinkedHashMap<>();
		convolutions.put("conv_fp32", convolution(Precision.FP32));
		convolutions.put("conv_bf16", convolution(Precision.BF16));
		Value.Module module = code.define("Timing", new LinkedHashMap<>(convolutions), """
				  def fp32(self, x: Tensor) -> Tensor:
				    y = torch.contiguous(x, memory_format=2)
				    for i in range(4):
				      y = (self.conv_fp32).forward(y)
				    return torch.mean(y)
				  def bf16(self, x: Tensor) -> Tensor:
				    y = torch.contiguous(torch.to(x, 15), memory_format=2)
				    for i in range(4):
				      y = (self.conv_bf16).forward(y)
				    return torch.mean(torch.to(y, 6))
				""" + code.packing(convolutions));
		new Archive(code.files(), module).writeTo(channel);
	}

	/**
	 * A 3 × 3 convolution that leaves what is alike as it is.
	 */
	private static Value.Module convolution(Precision precision) {
		Weight weight = new Weight("weight", precision.dtype(), new Shape(CHANNELS, CHANNELS, 3, 3),
				(row, into) -> Arrays.fill(into, 1f / into.length));
		return Blocks.conv(weight, new Value.None(), 1, 1);
	}

}
