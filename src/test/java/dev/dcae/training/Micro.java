package dev.dcae.training;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

import dev.dcae.model.ConfigReader;
import dev.dcae.model.DcAeConfig;

/**
 * Models small enough to train in a test, of ratio 8.
 */
final class Micro {

	/**
	 * ResBlocks and attention, with both shortcuts; fit for a linear start.
	 */
	static final String JSON = """
			{
			  "_class_name": "AutoencoderDC",
			  "latent_channels": 8,
			  "attention_head_dim": 8,
			  "encoder_block_types": ["ResBlock", "ResBlock", "ResBlock", "EfficientViTBlock"],
			  "decoder_block_types": ["ResBlock", "ResBlock", "ResBlock", "EfficientViTBlock"],
			  "encoder_block_out_channels": [16, 16, 16, 16],
			  "decoder_block_out_channels": [16, 16, 16, 16],
			  "encoder_layers_per_block": [0, 1, 1, 1],
			  "decoder_layers_per_block": [0, 1, 1, 1],
			  "encoder_qkv_multiscales": [[], [], [], [3]],
			  "decoder_qkv_multiscales": [[], [], [], [3]],
			  "upsample_block_type": "pixel_shuffle",
			  "downsample_block_type": "Conv",
			  "decoder_norm_types": ["rms_norm", "batch_norm", "rms_norm", "rms_norm"],
			  "decoder_act_fns": "silu"
			}
			""";

	private Micro() {
	}

	static DcAeConfig config() {
		return (DcAeConfig) ConfigReader.read(JSON.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Settings for a run of some dozens of steps on made-up pictures.
	 */
	static TrainingSettings settings(Path folder, Map<String, String> more) {
		throw new UnsupportedOperationException();
	}

}
