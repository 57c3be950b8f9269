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
package dev.dcae.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.dcae.checkpoint.RandomCheckpoint;
import dev.dcae.model.ConfigJson;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The memory of an attention over very many pixels: those of an image of 1536² in a model
 * that compresses 8-fold.
 */
@Tag("slow")
class AttentionMemoryTests {

	private static final int SIDE = 192;

	@TempDir
	Path temp;

	@Test
	void itDoesNotGrowWithTheSquareOfThePixels() throws Exception {
		assumeTrue(AnonymousMemory.isKnown(), "/proc/self/status tells RssAnon");
		RandomCheckpoint.write(this.temp.resolve("model"),
				ConfigJson.tinyKl()
					.with("block_out_channels", "[8]")
					.with("down_block_types", "[\"DownEncoderBlock2D\"]")
					.with("up_block_types", "[\"UpDecoderBlock2D\"]"),
				1);
		Map<String, Long> memory = ForkedJava.numbers(ForkedJava.start(List.of(), WideAttention.class,
				this.temp.resolve("model"), this.temp.resolve("archives"), SIDE, "FP32", "BF16", "FP16"));
		System.out.println("Decoding a latent of " + SIDE + "²: " + memory);
		long square = (long) Math.pow(SIDE, 4);
		for (String precision : List.of("fp32", "bf16", "fp16")) {
			assertThat(memory).containsEntry("finite " + precision, 1L);
			assertThat(memory.get("bytes " + precision)).as(precision).isLessThan(square / 4);
		}
	}

}
