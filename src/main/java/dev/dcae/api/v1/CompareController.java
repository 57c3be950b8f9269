package dev.dcae.api.v1;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import dev.dcae.api.ImageFiles;
import dev.dcae.api.MediaTypes;
import dev.dcae.api.MemoryFilter;
import dev.dcae.api.PartException;
import dev.dcae.api.RequestUrgency;
import dev.dcae.image.ImageEncoder;
import dev.dcae.image.ImageFormat;
import dev.dcae.image.ImageLimits;
import dev.dcae.image.RgbImage;
import dev.dcae.image.metrics.Fidelity;
import dev.dcae.image.sheet.ContactSheet;
import dev.dcae.model.Autoencoder;
import dev.dcae.model.Autoencoders;
import dev.dcae.pipeline.Channels;
import dev.dcae.pipeline.Codec;
import dev.dcae.pipeline.Examiner;
import dev.dcae.pipeline.FanOut;
import dev.dcae.pipeline.Fit;
import dev.dcae.pipeline.ImagePool;
import dev.dcae.pipeline.Phases;
import dev.dcae.pipeline.Reconstruction;
import dev.dcae.pipeline.Urgency;
import dev.dcae.pipeline.WhenToTile;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * One picture through several models. Each pads it to its own ratio; all are compared in
 * the picture's own size.
 */
@RestController
@Tag(name = "latents")
class CompareController {

	private static final List<MediaType> TYPES = List.of(MediaType.APPLICATION_JSON, MediaType.IMAGE_PNG);

	private final Autoencoders models;

	private final Codec codec;

	private final Examiner examiner;

	private final Images images;

	private final ImagePool pool;

	private final ImageLimits limits;

	private final FanOut fanOut;

	private final RequestUrgency urgency;

	CompareController(Autoencoders models, Codec codec, Examiner examiner, Images images, ImagePool pool,
			ImageLimits limits, FanOut fanOut, RequestUrgency urgency) {
		this.models = models;
		this.codec = codec;
		this.examiner = examiner;
		this.images = images;
		this.pool = pool;
		this.limits = limits;
		this.fanOut = fanOut;
		this.urgency = urgency;
	}

	/**
	 * What each of several models loses of one picture.
	 *
	 * @param width of the picture, in pixels
	 * @param height of the picture, in pixels
	 * @param models in the order in which they were asked for
	 */
	record Comparison(int width, int height, List<ReconstructionView> models) {
	}

	@Operation(operationId = "compare", summary = "Reconstruct an image by several models and compare them",
			description = "A table as JSON, or, where Accept asks for image/png, a contact sheet.")
	@TakesPicture
	@WaitsForDevice
	@AnswersComparison
	@PostMapping(path = "/v1/compare", consumes = { MediaType.IMAGE_PNG_VALUE, MediaType.IMAGE_JPEG_VALUE, "image/webp",
			MediaType.MULTIPART_FORM_DATA_VALUE, LatentFormat.Types.NPY, MediaType.APPLICATION_OCTET_STREAM_VALUE },
			produces = { MediaType.APPLICATION_JSON_VALUE, MediaType.IMAGE_PNG_VALUE })
	ResponseEntity<?> compare(HttpServletRequest request, @RequestParam(required = false) @Nullable List<String> model,
			@RequestParam(required = false) @Nullable String shape,
			@RequestParam(required = false) @Nullable String dtype,
			@RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept) throws IOException {
		MediaType type = MediaTypes.choose(accept, TYPES);
		Collection<Autoencoder> compared = models((model != null) ? model : List.of());
		Urgency when = this.urgency.of(request);
		RgbImage image = this.images.read(request, shape, dtype, new Phases());
		// Each keeps its picture until all are done.
		MemoryFilter.reservation(request)
			.add(ImageFiles.BYTES_PER_PIXEL * compared.size() * image.width() * image.height());
		List<Reconstruction> made = new ArrayList<>();
		this.fanOut.run(compared.iterator(), when, (chosen, urgency) -> examine(chosen, image, urgency), made::add);
		if (type.equals(MediaType.IMAGE_PNG)) {
			byte[] sheet = this.pool.run(() -> ImageEncoder.encode(sheet(image, made), ImageFormat.PNG));
			return ResponseEntity.ok().contentType(type).body(sheet);
		}
		return ResponseEntity.ok()
			.contentType(type)
			.body(new Comparison(image.width(), image.height(), made.stream().map(ReconstructionView::of).toList()));
	}

	private Collection<Autoencoder> models(List<String> ids) {
		if (ids.isEmpty()) {
			return this.models.all();
		}
		Collection<Autoencoder> chosen = new LinkedHashSet<>();
		ids.forEach((id) -> chosen.add(this.codec.model(Optional.of(id))));
		return chosen;
	}

	private Reconstruction examine(Autoencoder model, RgbImage image, Urgency urgency) {
		try {
			return this.examiner.examine(model, image, Fit.PAD, Channels.allOf(model), WhenToTile.AUTO, urgency,
					new Phases());
		}
		catch (RuntimeException ex) {
			throw PartException.of(model.id(), ex);
		}
	}

	/**
	 * The picture beside what the models made of it, each as large as the limit on pixels
	 * allows for all together.
	 */
	private RgbImage sheet(RgbImage original, List<Reconstruction> made) {
		List<String> headings = new ArrayList<>(List.of("original"));
		List<ContactSheet.Cell> cells = new ArrayList<>();
		cells.add(new ContactSheet.Cell(original, "%d x %d".formatted(original.width(), original.height())));
		for (Reconstruction one : made) {
			headings.add(one.model().id());
			cells.add(new ContactSheet.Cell(one.image(), caption(one)));
		}
		int side = (int) Math.max(1, Math.sqrt((double) this.limits.maxPixels() / cells.size()));
		return ContactSheet.of(headings, List.of(new ContactSheet.Row("", cells)), side);
	}

	private static String caption(Reconstruction made) {
		Fidelity fidelity = made.fidelity();
		String text = String.format(Locale.ROOT, "f%dc%d, %.2f dB, SSIM %.3f", made.model().config().ratio(),
				made.model().config().latentChannels(), fidelity.psnr(), fidelity.ssim());
		return fidelity.lpips().isPresent()
				? text + String.format(Locale.ROOT, ", LPIPS %.3f", fidelity.lpips().getAsDouble()) : text;
	}

}
