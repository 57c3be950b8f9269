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
package dev.dcae.training;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

import javax.imageio.ImageIO;

import dev.dcae.image.sheet.Lettering;

/**
 * A chart of loss and PSNR, and of what validation measured, as an image. A chart library
 * would need fonts, which a container does not have.
 */
final class TrainingCurve {

	private static final int WIDTH = 960;

	private static final int HEIGHT = 640;

	private static final int MARGIN = 56;

	private static final int TICKS = 4;

	private static final double LETTER_HEIGHT = 12;

	private final Graphics2D graphics;

	private final int last;

	private final int panels;

	private TrainingCurve(Graphics2D graphics, int last, int panels) {
		this.graphics = graphics;
		this.last = last;
		this.panels = panels;
	}

	/**
	 * The file of a run's folder.
	 */
	static Path in(Path folder) {
		return folder.resolve("curve.png");
	}

	/**
	 * Draws a log.
	 * @param rows at least one
	 */
	static void write(Path file, List<TrainingLog.Row> rows) throws IOException {
		BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
		Graphics2D graphics = image.createGraphics();
		graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
		graphics.setColor(Color.WHITE);
		graphics.fillRect(0, 0, WIDTH, HEIGHT);
		boolean validated = rows.stream().anyMatch((row) -> !Double.isNaN(row.validationPsnr()));
		TrainingCurve curve = new TrainingCurve(graphics, rows.getLast().step(), validated ? 4 : 2);
		curve.panel(0, "loss (log10)", rows, (row) -> Math.log10(row.loss()));
		curve.panel(1, "PSNR of the batches (dB)", rows, TrainingLog.Row::psnr);
		if (validated) {
			curve.panel(2, "PSNR of the validation images (dB)", rows, TrainingLog.Row::validationPsnr);
			curve.panel(3, "SSIM of the validation images", rows, TrainingLog.Row::validationSsim);
		}
		graphics.dispose();
		ImageIO.write(image, "png", file.toFile());
	}

	private void panel(int index, String title, List<TrainingLog.Row> all, ToDoubleFunction<TrainingLog.Row> value) {
		List<TrainingLog.Row> rows = all.stream().filter((row) -> Double.isFinite(value.applyAsDouble(row))).toList();
		int top = index * HEIGHT / this.panels + MARGIN / 2;
		int bottom = (index + 1) * HEIGHT / this.panels - MARGIN / 2;
		label(title, MARGIN, top - 6);
		if (rows.isEmpty()) {
			return;
		}
		double least = rows.stream().mapToDouble(value).min().orElseThrow();
		double most = Math.max(least + 1e-9, rows.stream().mapToDouble(value).max().orElseThrow());
		this.graphics.setStroke(new BasicStroke(1));
		for (int i = 0; i <= TICKS; i++) {
			double y = bottom - (double) i / TICKS * (bottom - top);
			this.graphics.setColor(Color.LIGHT_GRAY);
			this.graphics.drawLine(MARGIN, (int) y, WIDTH - MARGIN / 2, (int) y);
			label(String.format(Locale.ROOT, "%.2f", least + (most - least) * i / TICKS), 4, y + LETTER_HEIGHT / 2);
			label(Integer.toString((int) ((long) this.last * i / TICKS)), x((double) this.last * i / TICKS),
					bottom + LETTER_HEIGHT + 6);
		}
		Path2D line = new Path2D.Double();
		for (TrainingLog.Row row : rows) {
			double x = x(row.step());
			double y = bottom - (value.applyAsDouble(row) - least) / (most - least) * (bottom - top);
			if (line.getCurrentPoint() == null) {
				line.moveTo(x, y);
			}
			else {
				line.lineTo(x, y);
			}
		}
		this.graphics.setColor(new Color(0x1f77b4));
		this.graphics.setStroke(new BasicStroke(1.5f));
		this.graphics.draw(line);
	}

	private double x(double step) {
		return MARGIN + step / Math.max(1, this.last) * (WIDTH - 1.5 * MARGIN);
	}

	private void label(String text, double x, double baseline) {
		this.graphics.setColor(Color.DARK_GRAY);
		double last = WIDTH - Lettering.width(text, LETTER_HEIGHT) - 4;
		Lettering.draw(this.graphics, text, Math.min(x, last), baseline, LETTER_HEIGHT);
	}

}
