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
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

/**
 * The source files of an archive: the blocks, which are resources, and the network that a
 * config generates from them.
 */
final class Code {

	/**
	 * The prefix of every class of ours.
	 */
	static final String PACKAGE = "__torch__.dcae.";

	/**
	 * The name of the generated file.
	 */
	static final String NETWORK = "network";

	private static final String CONV = "conv";

	/**
	 * The resources that a DC-AE's archive to run needs.
	 */
	static final List<String> DC_AE = List.of("activation", "attention", "autoencoder", "conv", "edges", "ends",
			"gated_mlp", "norm", "res_block", "resample");

	/**
	 * The resources that a KL autoencoder's archive needs.
	 */
	static final List<String> KL = List.of("activation", "conv", "edges", "group_norm", "kl_autoencoder", "resample",
			"resnet", "softmax_attention");

	/**
	 * The resources that a tiny autoencoder's archive needs.
	 */
	static final List<String> TINY = List.of("activation", "autoencoder", "conv", "edges", "resample", "tiny");

	/**
	 * The same where blocks see the whole image.
	 */
	static final List<String> POOLED_TINY = List.of("activation", "autoencoder", "conv", "edges", "group_norm", "pool",
			"resample", "tiny");

	/**
	 * The resources that HunyuanImage's archive needs.
	 */
	static final List<String> HUNYUAN_IMAGE = List.of("activation", "channel_major", "conv", "edges", "ends",
			"group_norm", "kl_autoencoder", "resample", "resnet", "softmax_attention");

	private static final String PIXEL_NORM = "pixel_norm";

	/**
	 * The resources that QwenImage's archive needs. Its blocks are a KL autoencoder's
	 * with another norm in them.
	 */
	static final List<String> QWEN_IMAGE = List.of("activation", "conv", "edges", "kl_autoencoder", PIXEL_NORM,
			"resample", "resnet", "softmax_attention");

	/**
	 * The resources that a DC-AE's archive to train needs.
	 */
	static final List<String> DC_AE_TRAINING = List.of("activation", "attention", "conv", "ends", "gated_mlp", "losses",
			"norm", "res_block", "resample", "trainer", "unfused");

	/**
	 * The resources that an archive of a critic needs, which is trained, too.
	 */
	static final List<String> CRITIC = List.of("activation", "conv", "critic");

	/**
	 * The libtorch of other processors has no oneDNN that can be told to pack weights.
	 */
	private static final boolean ONE_DNN = Set.of("amd64", "x86_64").contains(System.getProperty("os.arch"));

	private final List<String> blocks;

	private final SequencedMap<String, String> classes = new LinkedHashMap<>();

	/**
	 * A network's code.
	 * @param blocks the resources that go with it
	 */
	Code(List<String> blocks) {
		this.blocks = blocks;
	}

	/**
	 * Adds a sequence that is a whole end of a model. Its method {@code pack} prepares
	 * all convolutions in it for the CPU.
	 */
	Value.Module network(String name, SequencedMap<String, Value.Module> children) {
		return define(name, new LinkedHashMap<>(children), chain(children) + packing(children));
	}

	/**
	 * The method {@code pack} of a class with these children.
	 */
	String packing(SequencedMap<String, Value.Module> children) {
		StringBuilder packs = new StringBuilder("  def pack(self) -> NoneType:\n");
		if (packs()) {
			children.forEach((child, module) -> packAll("self." + child, module, packs));
		}
		return packs.append("    return None\n").toString();
	}

	private static void packAll(String path, Value.Module module, StringBuilder packs) {
		if (module.type().equals(PACKAGE + CONV + ".Conv")) {
			packs.append("    _ = (%s).pack()\n".formatted(path));
		}
		module.attributes().forEach((name, value) -> {
			if (value instanceof Value.Module child) {
				packAll(path + "." + name, child, packs);
			}
		});
	}

	private String convolution() {
		if (isTrained()) {
			return "trained_conv.py";
		}
		return packs() ? "packed_conv.py" : "conv.py";
	}

	/**
	 * Tells whether the convolutions can be packed: not those that are trained.
	 */
	private boolean packs() {
		return ONE_DNN && !isTrained();
	}

	private boolean isTrained() {
		return this.blocks.equals(DC_AE_TRAINING) || this.blocks.equals(CRITIC);
	}

	/**
	 * Adds a class that applies its children one after the other.
	 * @param name the class's name, the same for equal children only
	 * @param children by their attribute's name
	 * @return an instance of it
	 */
	Value.Module sequence(String name, SequencedMap<String, Value.Module> children) {
		return define(name, new LinkedHashMap<>(children), chain(children));
	}

	private static String chain(SequencedMap<String, Value.Module> children) {
		StringBuilder applied = new StringBuilder();
		StringBuilder traced = new StringBuilder();
		children.keySet().forEach((child) -> {
			String line = "    x = (self.%s).forward(x)\n".formatted(child);
			applied.append(line);
			traced.append(line).append("    outputs = torch.append(outputs, x)\n");
		});
		return """
				  def forward(self, x: Tensor) -> Tensor:
				%s    return x
				  def trace(self, x: Tensor) -> List[Tensor]:
				    outputs = annotate(List[Tensor], [])
				%s    return outputs
				""".formatted(applied, traced);
	}

	/**
	 * Adds a class with the given methods.
	 * @return an instance of it
	 */
	Value.Module define(String name, SequencedMap<String, Value> attributes, String methods) {
		StringBuilder text = new StringBuilder(
				"class %s(Module):\n  __parameters__ = []\n  __buffers__ = []\n".formatted(name));
		attributes.forEach((attribute, value) -> text.append("  %s : %s\n".formatted(attribute, type(value))));
		text.append(methods);
		String known = this.classes.putIfAbsent(name, text.toString());
		if (known != null && !known.contentEquals(text)) {
			throw new IllegalStateException("Two different classes are called " + name);
		}
		return new Value.Module(PACKAGE + NETWORK + "." + name, attributes);
	}

	private static String type(Value value) {
		return switch (value) {
			case Value.Module module -> module.type();
			case Value.Int _ -> "int";
			case Value.Real _ -> "float";
			case Value.Bool _ -> "bool";
			case Value.Text _ -> "str";
			case Weight _ -> "Tensor";
			case Value.None _ -> "Optional[Tensor]";
		};
	}

	/**
	 * The text of every file, by its name without folder and ending.
	 */
	SequencedMap<String, String> files() {
		SequencedMap<String, String> files = new LinkedHashMap<>();
		for (String block : this.blocks) {
			String text = resource(block.equals(CONV) ? convolution() : block + ".py");
			files.put(block, this.blocks.contains(PIXEL_NORM)
					? text.replace("group_norm.GroupNorm", PIXEL_NORM + ".PixelNorm") : text);
		}
		files.put(NETWORK, String.join("\n", this.classes.values()));
		return files;
	}

	private static String resource(String name) {
		try (InputStream in = Code.class.getResourceAsStream(name)) {
			if (in == null) {
				throw new IllegalStateException("The jar lacks " + name);
			}
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
