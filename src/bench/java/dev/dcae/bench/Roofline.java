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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

import dev.dcae.model.AutoencoderConfig;
import dev.dcae.model.ConfigReader;

/**
 * Reckons what GPUs would make of the archives, on paper: the arithmetic and the bytes of each layer, counted from the configs,
 * over the rates of the vendor's data sheets. For a measurement to disagree with.
 */
public final class Roofline {

	private static final Path CONFIGS = Path.of("src/test/resources/checkpoints");

	private static final int SIZE = 512;

	/**
	 * Images that share one reading of the weights.
	 */
	private static final int BATCH = 8;

	/**
	 * The shares of the data sheet that large products and large copies reach.
	 */
	private static final double OF_PRODUCTS = 0.75;

	private static final double OF_BANDWIDTH = 0.9;

	/**
	 * The vendor's dense bfloat16 rate, its bandwidth, and an assumed price of one with its part of a machine.
	 */
	private enum Gpu {

		H100(989e12, 3.35e12, 3.0), H200(989e12, 4.8e12, 3.7), L40S(362e12, 0.864e12, 1.9), A10G(70e12, 0.6e12, 1.0);

		private final double flops;

		private final double bytes;

		private final double dollarsAnHour;

		Gpu(double flops, double bytes, double dollarsAnHour) {
			this.flops = flops * OF_PRODUCTS;
			this.bytes = bytes * OF_BANDWIDTH;
			this.dollarsAnHour = dollarsAnHour;
		}

		/**
		 * Seconds for one image, no layer faster than its arithmetic or its bytes.
		 */
		double seconds(List<Layer> layers, boolean fused) {
			return layers.stream()
				.mapToDouble((layer) -> Math.max(2 * layer.products() / this.flops,
						((fused ? layer.least() : layer.moved()) + 2 * layer.weights() / BATCH) / this.bytes))
				.sum();
		}

	}

	private final Report report = new Report("roofline", "GPUs on paper");

	private Roofline() {
	}

	public static void main(String[] args) throws IOException {
		new Roofline().run();
	}

	/**
	 * Architectures that differ in what they cost: FLUX's costs what SD's does.
	 */
	static SequencedMap<String, AutoencoderConfig> models() throws IOException {
		SequencedMap<String, AutoencoderConfig> models = new LinkedHashMap<>();
		for (String name : List.of("dc-ae-f32c32-sana-1.0", "dc-ae-lite-f32c32-sana-1.1", "dc-ae-f32c128-1.5",
				"dc-ae-f64c128-in-1.0", "dc-ae-f128c512-in-1.0", "sd-vae-f8c4")) {
			models.put(name, ConfigReader.read(Files.readAllBytes(CONFIGS.resolve(name + ".config.json"))));
		}
		return models;
	}

	private void run() throws IOException {
		this.report.say("An image of %d², bfloat16, weights read once for %d images.".formatted(SIZE, BATCH));
		Report.Table counts = this.report.table("counts", "model", "operation", "GFLOP of diffusers", "GFLOP of the archive",
				"GB moved as written", "GB at least", "FLOP a byte as written", "FLOP a byte at most");
		for (var model : models().entrySet()) {
			for (boolean encoder : new boolean[] { true, false }) {
				count(counts, model.getKey(), encoder, Layers.of(model.getValue(), encoder, SIZE));
			}
		}
		Report.Table kinds = this.report.table("kinds", "GB as written: model", "operation", "convolutions and products", "norms",
				"activations and gates", "sums", "copies");
		for (var model : models().entrySet()) {
			for (boolean encoder : new boolean[] { true, false }) {
				List<Layer> layers = Layers.of(model.getValue(), encoder, SIZE);
				kinds.row(model.getKey(), operation(encoder), moved(layers, ""), moved(layers, "RMS norm", "group norm"),
						moved(layers, "activation", "gate"), moved(layers, "sum"), moved(layers, "copy", "mean of channels"));
			}
		}
		this.report.say("Assumed: %.0f %% of the dense bfloat16 rate and %.0f %% of the bandwidth of the data sheets; %s. "
			.formatted(100 * OF_PRODUCTS, 100 * OF_BANDWIDTH, prices())
				+ "As written, each kernel reads and writes its maps; fused, each chain of pointwise steps is one kernel or "
				+ "part of a convolution. The share is of the data sheet's rate, counted with the archive's arithmetic.");
		Report.Table gpus = this.report.table("gpus", "GPU", "model", "operation", "images/s as written", "share",
				"images/s fused", "share fused", "dollars a million images as written", "fused");
		for (Gpu gpu : Gpu.values()) {
			for (var model : models().entrySet()) {
				for (boolean encoder : new boolean[] { true, false }) {
					on(gpus, gpu, model.getKey(), encoder, Layers.of(model.getValue(), encoder, SIZE));
				}
			}
		}
		this.report.write();
	}

	/**
	 * GB that steps without products of these names move, or without a name those with products.
	 */
	private static double moved(List<Layer> layers, String... names) {
		boolean products = List.of(names).contains("");
		return layers.stream()
			.filter((layer) -> products ? layer.products() > 0 : List.of(names).contains(layer.name()))
			.mapToDouble(Layer::moved)
			.sum() / 1e9;
	}

	private static String prices() {
		StringBuilder prices = new StringBuilder();
		for (Gpu gpu : Gpu.values()) {
			prices.append("%s%s %.2f".formatted(prices.isEmpty() ? "dollars an hour " : ", ", gpu, gpu.dollarsAnHour));
		}
		return prices.toString();
	}

	private static String operation(boolean encoder) {
		return encoder ? "encode" : "decode";
	}

	private static void count(Report.Table table, String model, boolean encoder, List<Layer> layers) {
		double flop = 2 * layers.stream().mapToDouble(Layer::products).sum();
		double weights = 2 * layers.stream().mapToDouble(Layer::weights).sum() / BATCH;
		double moved = weights + layers.stream().mapToDouble(Layer::moved).sum();
		double least = weights + layers.stream().mapToDouble(Layer::least).sum();
		table.row(model, operation(encoder), 2 * layers.stream().mapToDouble(Layer::reference).sum() / 1e9, flop / 1e9,
				moved / 1e9, least / 1e9, flop / moved, flop / least);
	}

	private static void on(Report.Table table, Gpu gpu, String model, boolean encoder, List<Layer> layers) {
		double written = gpu.seconds(layers, false);
		double fused = gpu.seconds(layers, true);
		double ideal = 2 * layers.stream().mapToDouble(Layer::products).sum() * OF_PRODUCTS / gpu.flops;
		double dollars = gpu.dollarsAnHour / 3600 * 1e6;
		table.row(gpu.name(), model, operation(encoder), 1 / written, ideal / written, 1 / fused, ideal / fused,
				written * dollars, fused * dollars);
	}

}
