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
package dev.dcae.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.dcae.evaluation.Measurement;
import dev.dcae.image.metrics.Fidelity;

/**
 * Measurements as a table to read.
 */
final class EvaluationText {

	private EvaluationText() {
	}

	/**
	 * Prints a heading, and under it a line for each codec.
	 */
	static void print(PrintWriter out, String heading, List<Measurement> measurements) {
		boolean perceptual = measurements.stream().anyMatch((one) -> one.fidelity().lpips().isPresent());
		int names = measurements.stream().mapToInt((one) -> one.codec().length()).max().orElse(0);
		out.println(heading);
		line(out, names, "", header(perceptual));
		measurements.forEach((one) -> line(out, names, one.codec(), cells(one, perceptual)));
		out.println();
		out.flush();
	}

	private static List<String> header(boolean perceptual) {
		List<String> header = new ArrayList<>(List.of("PSNR dB", "SSIM", "MSE"));
		if (perceptual) {
			header.add("LPIPS");
		}
		header.addAll(List.of("values/px", "bits/px", "encode ms", "decode ms"));
		return header;
	}

	private static List<String> cells(Measurement measurement, boolean perceptual) {
		Fidelity fidelity = measurement.fidelity();
		List<String> cells = new ArrayList<>(List.of(number("%.2f", fidelity.psnr()), number("%.4f", fidelity.ssim()),
				number("%.1f", fidelity.mse())));
		if (perceptual) {
			cells.add(fidelity.lpips().isPresent() ? number("%.4f", fidelity.lpips().getAsDouble()) : "");
		}
		cells.add(number("%.5f", measurement.rate().valuesPerPixel()));
		cells.add(number("%.4f", measurement.rate().bitsPerPixel()));
		cells.add(number("%.1f", measurement.encoding().toNanos() / 1e6));
		cells.add(number("%.1f", measurement.decoding().toNanos() / 1e6));
		return cells;
	}

	private static String number(String format, double value) {
		return String.format(Locale.ROOT, format, value);
	}

	private static void line(PrintWriter out, int width, String name, List<String> cells) {
		StringBuilder line = new StringBuilder("  ").append(name).repeat(' ', width - name.length());
		cells.forEach((cell) -> line.append(String.format(Locale.ROOT, "%11s", cell)));
		out.println(line);
	}

}
