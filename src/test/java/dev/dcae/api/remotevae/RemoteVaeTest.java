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
package dev.dcae.api.remotevae;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Path;

import dev.dcae.api.Service;
import dev.dcae.checkpoint.RandomCheckpoint;
import dev.dcae.model.ConfigJson;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestConstructor;

/**
 * A test of the whole service through its real port, with a model for each pipeline that
 * sends latents to a remote VAE: their ratios, channels and scaling, random weights, and
 * next to no width.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "management.server.port=0", "dcae.cache-dir=target/http-tests", "dcae.limits.max-body=1MB",
				"dcae.limits.max-pixels=65536", "dcae.models[0].id=sd", "dcae.models[0].source=target/remote-vae/sd",
				"dcae.models[1].id=flux", "dcae.models[1].source=target/remote-vae/flux", "dcae.models[2].id=sana",
				"dcae.models[2].source=target/remote-vae/sana", "dcae.models[3].id=playground",
				"dcae.models[3].source=target/remote-vae/playground", "dcae.models[4].id=sd-bf16",
				"dcae.models[4].source=target/remote-vae/sd", "dcae.models[4].dtype=bf16", "dcae.models[5].id=sd-tiled",
				"dcae.models[5].source=target/remote-vae/sd", "dcae.models[5].tiling.tile=32",
				"dcae.models[5].tiling.stride=24", "dcae.models[5].tiling.threshold=1024" })
@ContextConfiguration(initializers = RemoteVaeTest.Checkpoints.class)
@Import(Service.class)
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
public @interface RemoteVaeTest {

	/**
	 * Writes the checkpoints before the service starts.
	 */
	class Checkpoints implements ApplicationContextInitializer<ConfigurableApplicationContext> {

		private static final long SEED = 8;

		@Override
		public void initialize(ConfigurableApplicationContext context) {
			ConfigJson sd = ConfigJson.tinyKl()
				.with("down_block_types",
						"[\"DownEncoderBlock2D\",\"DownEncoderBlock2D\",\"DownEncoderBlock2D\",\"DownEncoderBlock2D\"]")
				.with("up_block_types",
						"[\"UpDecoderBlock2D\",\"UpDecoderBlock2D\",\"UpDecoderBlock2D\",\"UpDecoderBlock2D\"]")
				.with("block_out_channels", "[8, 8, 16, 16]")
				.with("sample_size", "512")
				.with("scaling_factor", "0.18215")
				.with("shift_factor", "null");
			write("sd", sd);
			write("flux",
					sd.with("latent_channels", "16")
						.with("scaling_factor", "0.3611")
						.with("shift_factor", "0.1159")
						.with("use_quant_conv", "false")
						.with("use_post_quant_conv", "false"));
			write("playground",
					sd.with("scaling_factor", "0.5")
						.with("latents_mean", "[-1.6574, 1.886, -1.383, 2.5155]")
						.with("latents_std", "[8.4927, 5.9022, 6.5498, 5.2299]"));
			write("sana", ConfigJson.of("""
					{
					  "_class_name": "AutoencoderDC",
					  "latent_channels": 32,
					  "attention_head_dim": 8,
					  "encoder_block_types": ["ResBlock", "ResBlock", "ResBlock", "ResBlock", "ResBlock",
					      "EfficientViTBlock"],
					  "decoder_block_types": ["ResBlock", "ResBlock", "ResBlock", "ResBlock", "ResBlock",
					      "EfficientViTBlock"],
					  "encoder_block_out_channels": [8, 8, 8, 16, 16, 32],
					  "decoder_block_out_channels": [8, 8, 8, 16, 16, 32],
					  "encoder_layers_per_block": [1, 1, 1, 1, 1, 1],
					  "decoder_layers_per_block": [1, 1, 1, 1, 1, 1],
					  "encoder_qkv_multiscales": [[], [], [], [], [], [5]],
					  "decoder_qkv_multiscales": [[], [], [], [], [], [5]],
					  "upsample_block_type": "interpolate",
					  "downsample_block_type": "Conv",
					  "decoder_norm_types": "rms_norm",
					  "decoder_act_fns": "silu",
					  "scaling_factor": 0.41407
					}"""));
		}

		private static void write(String name, ConfigJson config) {
			try {
				RandomCheckpoint.write(Path.of("target/remote-vae", name), config, SEED);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
