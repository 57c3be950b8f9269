package dev.dcae.api.v1;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import dev.dcae.api.ImageFiles;
import dev.dcae.api.MemoryCeiling.Reservation;
import dev.dcae.api.PartException;
import dev.dcae.image.ImageLimits;
import dev.dcae.image.RgbImage;
import dev.dcae.image.sheet.ContactSheet;
import dev.dcae.model.Autoencoder;
import dev.dcae.pipeline.Codec;
import dev.dcae.pipeline.Decoded;
import dev.dcae.pipeline.FanOut;
import dev.dcae.pipeline.ImagePool;
import dev.dcae.pipeline.LatentPath;
import dev.dcae.pipeline.Phases;
import dev.dcae.pipeline.PixelBudget;
import dev.dcae.pipeline.Urgency;
import dev.dcae.pipeline.WhenToTile;
import dev.dcae.tensor.Shape;

import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * Decodes the latents on a way and answers their pictures.
 */
@Component
class PathAnswers {

	private static final int COLUMNS = 8;

	private final Codec codec;

	private final ImagePool pool;

	private final FanOut fanOut;

	private final ImageLimits limits;

	PathAnswers(Codec codec, ImagePool pool, FanOut fanOut, ImageLimits limits) {
		this.codec = codec;
		this.pool = pool;
		this.fanOut = fanOut;
		this.limits = limits;
	}

	ResponseEntity<?> answer(Autoencoder model, LatentPath path, PathAnswer wanted, Urgency urgency, Phases phases,
			Reservation memory) throws IOException {
		Shape latent = path.start().values().shape();
		long pixels = latent.size(2) * latent.size(3) * model.config().ratio() * model.config().ratio();
		long atOnce = Math.min(wanted.alphas().size() * pixels, Math.max(pixels, this.limits.maxPixels()));
		memory.add(ImageFiles.BYTES_PER_PIXEL * atOnce);
		Pictures pictures = new Pictures(model, path, pixels, urgency);
		return switch (wanted.form()) {
			case PICTURE -> {
				Decoded decoded = this.codec.decode(model, path.at(wanted.alphas().getFirst()), false, WhenToTile.AUTO,
						urgency, phases);
				yield wanted.picture().of(model, decoded, this.pool, phases);
			}
			case ZIP -> {
				memory.add(StreamedBody.HELD_BACK);
				StreamedBody body = (out) -> zip(pictures, wanted, out);
				yield ResponseEntity.ok()
					.header(AnswerHeaders.MODEL, model.id())
					.contentType(BulkFormat.ZIP.mediaType())
					.body(body);
			}
			case SHEET -> {
				Decoded sheet = new Decoded(sheet(pictures, wanted.alphas()), false, false);
				yield wanted.picture().of(model, sheet, this.pool, phases);
			}
		};
	}

	/**
	 * What is to be decoded.
	 *
	 * @param pixels of each
	 */
	private record Pictures(Autoencoder model, LatentPath path, long pixels, Urgency urgency) {
	}

	private void zip(Pictures pictures, PathAnswer wanted, OutputStream out) throws IOException {
		ZipOutputStream zip = new ZipOutputStream(out);
		// Image files do not shrink.
		zip.setLevel(Deflater.NO_COMPRESSION);
		PixelBudget budget = new PixelBudget(this.limits.maxPixels());
		int[] index = { 0 };
		this.fanOut.run(wanted.alphas().iterator(), pictures.urgency(), (alpha, when) -> {
			try (PixelBudget.Held _ = budget.take(pictures.pixels())) {
				RgbImage image = decode(pictures, alpha, when);
				return wanted.picture().write(image, this.pool);
			}
		}, (file) -> {
			int i = index[0]++;
			zip.putNextEntry(new ZipEntry(
					"%03d-alpha-%s.%s".formatted(i, wanted.alphas().get(i), wanted.picture().extension())));
			zip.write(file);
			zip.closeEntry();
		});
		zip.finish();
	}

	/**
	 * All pictures in rows, each as large as the limit on pixels allows for all together.
	 */
	private RgbImage sheet(Pictures pictures, List<Double> alphas) throws IOException {
		int side = (int) Math.max(1, Math.sqrt((double) this.limits.maxPixels() / alphas.size()));
		PixelBudget budget = new PixelBudget(this.limits.maxPixels());
		List<ContactSheet.Cell> cells = new ArrayList<>();
		this.fanOut.run(alphas.iterator(), pictures.urgency(), (alpha, when) -> {
			try (PixelBudget.Held _ = budget.take(pictures.pixels())) {
				RgbImage image = decode(pictures, alpha, when);
				return new ContactSheet.Cell(this.pool.run(() -> image.within(side)), "alpha " + alpha);
			}
		}, cells::add);
		List<ContactSheet.Row> rows = new ArrayList<>();
		for (int from = 0; from < cells.size(); from += COLUMNS) {
			rows.add(new ContactSheet.Row("", cells.subList(from, Math.min(from + COLUMNS, cells.size()))));
		}
		List<String> headings = Collections.nCopies(Math.min(COLUMNS, cells.size()), "");
		return this.pool.run(() -> ContactSheet.of(headings, rows));
	}

	private RgbImage decode(Pictures pictures, double alpha, Urgency urgency) {
		try {
			return this.codec
				.decode(pictures.model(), pictures.path().at(alpha), false, WhenToTile.AUTO, urgency, new Phases())
				.image();
		}
		catch (RuntimeException ex) {
			throw PartException.of("alpha " + alpha, ex);
		}
	}

}
