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
package dev.dcae.api.v1.compare;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import dev.dcae.api.http.AnswerHeaders;
import dev.dcae.api.http.Calls;
import dev.dcae.api.http.StreamedBody;
import dev.dcae.api.problem.PartException;
import dev.dcae.api.v1.BulkFormat;
import dev.dcae.api.v1.Images;
import dev.dcae.api.v1.ReconstructionView;
import dev.dcae.api.v1.WishedType;
import dev.dcae.image.ImageFormat;
import dev.dcae.image.ImageLimits;
import dev.dcae.image.RgbImage;
import dev.dcae.image.metrics.Fidelity;
import dev.dcae.image.png.PngFormat;
import dev.dcae.image.sheet.ContactSheet;
import dev.dcae.model.Autoencoder;
import dev.dcae.pipeline.Call;
import dev.dcae.pipeline.Channels;
import dev.dcae.pipeline.Codec;
import dev.dcae.pipeline.FanOut;
import dev.dcae.pipeline.Fit;
import dev.dcae.pipeline.Geometry;
import dev.dcae.pipeline.ImagePool;
import dev.dcae.pipeline.MemoryCost;
import dev.dcae.pipeline.ReconstructRequest;
import dev.dcae.pipeline.ReconstructionReport;
import dev.dcae.pipeline.ReconstructionReports;
import dev.dcae.pipeline.Result;
import dev.dcae.pipeline.WhenToTile;
import dev.dcae.serving.ServedModels;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;

/**
 * One image through several models. Each pads it to its own ratio; all are compared in
 * the image's own size.
 */
@RestController
class CompareController implements CompareApi {

	private static final ImageFormat PNG = new PngFormat();

	private static final SequencedMap<String, MediaType> TYPES = new LinkedHashMap<>();
	static {
		TYPES.put("json", MediaType.APPLICATION_JSON);
		TYPES.put("png", MediaType.IMAGE_PNG);
		TYPES.put("zip", BulkFormat.ZIP.mediaType());
	}

	private final ServedModels models;

	private final Codec codec;

	private final ReconstructionReports reports;

	private final Images images;

	private final ImagePool pool;

	private final ImageLimits limits;

	private final FanOut fanOut;

	private final Calls calls;

	private final JsonMapper json;

	CompareController(ServedModels models, Codec codec, ReconstructionReports reports, Images images, ImagePool pool,
			ImageLimits limits, FanOut fanOut, Calls calls, JsonMapper json) {
		this.models = models;
		this.codec = codec;
		this.reports = reports;
		this.images = images;
		this.pool = pool;
		this.limits = limits;
		this.fanOut = fanOut;
		this.calls = calls;
		this.json = json;
	}

	@Override
	public ResponseEntity<?> compare(HttpServletRequest request, CompareParameters wanted, @Nullable String accept)
			throws IOException {
		MediaType type = WishedType.of(wanted.format(), accept, TYPES);
		Call call = this.calls.of(request);
		Collection<Autoencoder> compared = models(call, (wanted.model() != null) ? wanted.model() : List.of());
		RgbImage image = this.images.read(call, request, wanted.shape(), wanted.dtype());
		Result<List<ReconstructionReport>> all = Result.all(this.fanOut.gather(call, compared,
				(chosen) -> cost(chosen, image), (part, chosen) -> report(part, chosen, image)));
		List<ReconstructionReport> made = all.value();
		String ids = compared.stream().map(Autoencoder::id).collect(Collectors.joining(","));
		if (type.equals(MediaType.IMAGE_PNG)) {
			int side = (int) Math.max(1, Math.sqrt((double) this.limits.maxPixels() / (made.size() + 1)));
			call.memory().reserve(MemoryCost.sheet(made.size() + 1, side, image.width(), image.height()));
			byte[] sheet = this.pool.run(call, (made.size() + 1L) * image.width() * image.height(),
					() -> PNG.encode(sheet(image, made, side)));
			return ResponseEntity.ok().headers(AnswerHeaders.of(ids, call, all)).contentType(type).body(sheet);
		}
		Comparison comparison = new Comparison(image.width(), image.height(),
				made.stream().map(ReconstructionView::of).toList());
		if (type.equals(BulkFormat.ZIP.mediaType())) {
			call.memory().reserve(StreamedBody.HELD_BACK);
			StreamedBody body = (out) -> zip(call, comparison, made, out);
			return ResponseEntity.ok().headers(AnswerHeaders.of(ids, call, all)).contentType(type).body(body);
		}
		return ResponseEntity.ok().headers(AnswerHeaders.of(ids, call, all)).contentType(type).body(comparison);
	}

	/**
	 * The table, and what each model made of the image under the model's id.
	 */
	private void zip(Call call, Comparison comparison, List<ReconstructionReport> made, OutputStream out)
			throws IOException {
		ZipOutputStream zip = new ZipOutputStream(out);
		// Image files do not shrink.
		zip.setLevel(Deflater.NO_COMPRESSION);
		put(zip, "report.json", this.json.writeValueAsBytes(comparison));
		for (ReconstructionReport one : made) {
			put(zip, one.model().id() + ".png", this.pool.run(call, one.image(), () -> PNG.encode(one.image())));
		}
		zip.finish();
	}

	private static void put(ZipOutputStream zip, String name, byte[] file) throws IOException {
		zip.putNextEntry(new ZipEntry(name));
		zip.write(file);
		zip.closeEntry();
	}

	private Collection<Autoencoder> models(Call call, List<String> ids) {
		if (ids.isEmpty()) {
			return this.models.all();
		}
		Collection<Autoencoder> chosen = new LinkedHashSet<>();
		ids.forEach((id) -> chosen.add(this.codec.model(call, Optional.of(id))));
		return chosen;
	}

	private long cost(Autoencoder model, RgbImage image) {
		Geometry geometry = this.codec.geometry(model, image.width(), image.height(), Fit.PAD, false);
		return MemoryCost.encoding(model, geometry, WhenToTile.AUTO, false)
				+ MemoryCost.decoding(model, geometry.latent(), WhenToTile.AUTO);
	}

	private Result<ReconstructionReport> report(Call call, Autoencoder model, RgbImage image) {
		try {
			return this.reports.report(call,
					new ReconstructRequest(model, image, Fit.PAD, Channels.allOf(model), WhenToTile.AUTO));
		}
		catch (RuntimeException ex) {
			throw PartException.of(model.id(), ex);
		}
	}

	/**
	 * The image beside what the models made of it, each as large as the limit on pixels
	 * allows for all together.
	 */
	private static RgbImage sheet(RgbImage original, List<ReconstructionReport> made, int side) {
		List<String> headings = new ArrayList<>(List.of("original"));
		List<ContactSheet.Cell> cells = new ArrayList<>();
		cells.add(new ContactSheet.Cell(original, "%d x %d".formatted(original.width(), original.height())));
		for (ReconstructionReport one : made) {
			headings.add(one.model().id());
			cells.add(new ContactSheet.Cell(one.image(), caption(one)));
		}
		return ContactSheet.of(headings, List.of(new ContactSheet.Row("", cells)), side);
	}

	private static String caption(ReconstructionReport made) {
		Fidelity fidelity = made.fidelity();
		String text = String.format(Locale.ROOT, "f%dc%d, %.2f dB, SSIM %.3f", made.model().config().ratio(),
				made.model().config().latentChannels(), fidelity.psnr(), fidelity.ssim());
		return fidelity.lpips().isPresent()
				? text + String.format(Locale.ROOT, ", LPIPS %.3f", fidelity.lpips().getAsDouble()) : text;
	}

}
