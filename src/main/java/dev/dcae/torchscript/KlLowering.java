package dev.dcae.torchscript;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

import dev.dcae.model.Activation;
import dev.dcae.model.KlConfig;

/**
 * Puts a KL autoencoder's blocks together: which block stands where, and which tensors it
 * holds.
 */
final class KlLowering {

	private final KlConfig encoder;

	private final KlConfig decoder;

	private final Weights weights;

	private final Code code = new Code(Code.KL);

	private KlLowering(KlConfig encoder, KlConfig decoder, Weights weights) {
		this.encoder = encoder;
		this.decoder = decoder;
		this.weights = weights;
	}

	/**
	 * Two ends, which may differ in their widths.
	 */
	static Archive lower(KlConfig encoder, KlConfig decoder, Weights weights) {
		KlLowering lowering = new KlLowering(encoder, decoder, weights);
		Value.Module root = Blocks.autoencoder("kl_autoencoder.KlAutoencoder", weights.precision(), lowering.encoder(),
				lowering.decoder());
		return new Archive(lowering.code.files(), root);
	}

	private Value.Module encoder() {
		int stages = this.encoder.channels().size();
		SequencedMap<String, Value.Module> parts = new LinkedHashMap<>();
		parts.put("conv_in", conv("encoder.conv_in"));
		for (int i = 0; i < stages; i++) {
			String name = "encoder.down_blocks.%d".formatted(i);
			SequencedMap<String, Value.Module> blocks = resnets(name, this.encoder.layers());
			if (i < stages - 1) {
				blocks.put("down", down(name + ".downsamplers.0.conv"));
			}
			parts.put("stage_" + i, this.code.sequence("EncoderStage" + i, blocks));
		}
		parts.put("middle", middle("EncoderMiddle", "encoder.mid_block"));
		out("encoder", parts);
		if (this.encoder.quantConv()) {
			parts.put("quant_conv", conv("quant_conv"));
		}
		return this.code.network("Encoder", parts);
	}

	private Value.Module decoder() {
		int stages = this.decoder.channels().size();
		SequencedMap<String, Value.Module> parts = new LinkedHashMap<>();
		if (this.decoder.postQuantConv()) {
			parts.put("post_quant_conv", conv("post_quant_conv"));
		}
		parts.put("conv_in", conv("decoder.conv_in"));
		parts.put("middle", middle("DecoderMiddle", "decoder.mid_block"));
		for (int i = 0; i < stages; i++) {
			String name = "decoder.up_blocks.%d".formatted(i);
			SequencedMap<String, Value.Module> blocks = resnets(name, this.decoder.layers() + 1);
			if (i < stages - 1) {
				blocks.put("up", up(name + ".upsamplers.0.conv"));
			}
			parts.put("stage_" + i, this.code.sequence("DecoderStage" + i, blocks));
		}
		out("decoder", parts);
		return this.code.network("Decoder", parts);
	}

	/**
	 * Adds the layers that both ends finish with; their activation is SiLU whatever the
	 * config says.
	 */
	private void out(String end, SequencedMap<String, Value.Module> parts) {
		parts.put("norm_out", norm(end + ".conv_norm_out", Activation.SILU.configName()));
		parts.put("conv_out", conv(end + ".conv_out"));
	}

	private Value.Module middle(String className, String name) {
		SequencedMap<String, Value.Module> blocks = new LinkedHashMap<>();
		blocks.put("before", resnet(name + ".resnets.0"));
		if (this.encoder.midAttention()) {
			blocks.put("attention", attention(name + ".attentions.0"));
		}
		blocks.put("after", resnet(name + ".resnets.1"));
		return this.code.sequence(className, blocks);
	}

	private SequencedMap<String, Value.Module> resnets(String name, int count) {
		SequencedMap<String, Value.Module> blocks = new LinkedHashMap<>();
		for (int j = 0; j < count; j++) {
			blocks.put("resnet_" + j, resnet("%s.resnets.%d".formatted(name, j)));
		}
		return blocks;
	}

	private Value.Module resnet(String name) {
		// Its first convolution changes the number of channels where there is a shortcut.
		var kernel = this.weights.tensor(name + ".conv1.weight").shape();
		boolean changes = kernel.size(0) != kernel.size(1);
		String activation = this.encoder.activation().configName();
		Value.Module block = Value.Module.of(changes ? "resnet.ChangingResnet" : "resnet.Resnet")
			.with("norm1", norm(name + ".norm1", activation))
			.with("conv1", conv(name + ".conv1"))
			.with("norm2", norm(name + ".norm2", activation))
			.with("conv2", conv(name + ".conv2"));
		return changes ? block.with("conv_shortcut", conv(name + ".conv_shortcut")) : block;
	}

	private Value.Module attention(String name) {
		return Value.Module.of("softmax_attention.SoftmaxAttention")
			.with("norm", norm(name + ".group_norm", ""))
			.with("qkv", Blocks.linears(this.weights, List.of(name + ".to_q", name + ".to_k", name + ".to_v")))
			.with("to_out", Blocks.linear(this.weights, name + ".to_out.0"));
	}

	private Value.Module down(String name) {
		return Value.Module.of("resample.PaddedDown").with("conv", Blocks.unpaddedDown(this.weights, name));
	}

	private Value.Module up(String name) {
		return Blocks.phasedUp(this.weights, name, false);
	}

	/**
	 * A norm and the activation behind it, which may be called "": none.
	 */
	private Value.Module norm(String name, String activation) {
		return Value.Module.of("group_norm.GroupNorm")
			.with("weight", this.weights.compute(name + ".weight"))
			.with("bias", this.weights.compute(name + ".bias"))
			.with("groups", this.encoder.groups())
			.with("epsilon", KlConfig.EPSILON)
			.with("activation", activation);
	}

	private Value.Module conv(String name) {
		return Blocks.conv(this.weights, name);
	}

}
