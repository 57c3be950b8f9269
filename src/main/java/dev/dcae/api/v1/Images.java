package dev.dcae.api.v1;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import dev.dcae.api.http.Bodies;
import dev.dcae.api.http.ImageFiles;
import dev.dcae.api.http.MediaTypes;
import dev.dcae.api.http.RawTensor;
import dev.dcae.api.problem.ProblemException;
import dev.dcae.api.problem.ProblemType;
import dev.dcae.image.ImageLimits;
import dev.dcae.image.RgbImage;
import dev.dcae.pipeline.Call;
import dev.dcae.pipeline.MemoryCost;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Npy;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartHttpServletRequest;

/**
 * Takes the image out of a request: an image file, as the raw body or as the multipart
 * part {@code image}, or its pixels, as uint8 [H, W, 3].
 */
@Component
public class Images {

	public static final String PART = "image";

	/**
	 * The part of a form that has a latent instead.
	 */
	public static final String LATENT_PART = "latent";

	private final Bodies bodies;

	private final ImageFiles files;

	private final ImageLimits limits;

	Images(Bodies bodies, ImageFiles files, ImageLimits limits) {
		this.bodies = bodies;
		this.files = files;
		this.limits = limits;
	}

	/**
	 * Reads the request's only image. Without a media type its first bytes tell what it is.
	 * @param shape of raw pixels, such as {@code 512,512,3}
	 * @param dtype of raw pixels: uint8
	 * @throws ProblemException if there is none, an empty one or more than one
	 * @throws dev.dcae.image.ImageException if the file is no image within the limits
	 * @throws dev.dcae.tensor.TensorFormatException if the .npy file is malformed
	 */
	public RgbImage read(Call call, HttpServletRequest request, @Nullable String shape, @Nullable String dtype)
			throws IOException {
		if (request instanceof MultipartHttpServletRequest multipart) {
			return this.files.decode(call, part(multipart));
		}
		Optional<MediaType> type = MediaTypes.ofBody(request);
		byte[] body = this.bodies.read(request);
		boolean npy = type.map(LatentFormat.NPY.mediaType()::equalsTypeAndSubtype)
			.orElseGet(() -> LatentFormat.NPY.isIn(body));
		if (npy) {
			return pixels(call, Npy.parse(body));
		}
		if (type.filter(LatentFormat.RAW.mediaType()::equalsTypeAndSubtype).isPresent()) {
			return pixels(call, RawTensor.read(body, shape, dtype, DType.U8));
		}
		return this.files.decode(call, body);
	}

	/**
	 * The image files of a form, in their order; none if the request is no form.
	 */
	public static List<MultipartFile> files(HttpServletRequest request) {
		return (request instanceof MultipartHttpServletRequest form) ? form.getFiles(PART) : List.of();
	}

	private static byte[] part(MultipartHttpServletRequest request) throws IOException {
		List<MultipartFile> files = files(request);
		if (files.size() != 1) {
			throw new ProblemException(ProblemType.BAD_REQUEST,
					"The multipart body has %d parts named '%s' with a file; one is taken here%s".formatted(files.size(), PART,
							FormParts.found(request, List.of(PART))));
		}
		return bytes(files.getFirst());
	}

	/**
	 * The content of a part.
	 * @throws ProblemException if it is empty
	 */
	public static byte[] bytes(MultipartFile part) throws IOException {
		byte[] file = part.getBytes();
		if (file.length == 0) {
			throw new ProblemException(ProblemType.EMPTY_BODY, "The part '%s' is empty".formatted(part.getName()));
		}
		return file;
	}

	private RgbImage pixels(Call call, Tensor tensor) {
		Shape shape = (tensor.shape().rank() == 4 && tensor.shape().size(0) == 1) ? tensor.shape().tail()
				: tensor.shape();
		if (tensor.dtype() != DType.U8 || shape.rank() != 3 || shape.size(2) != 3 || shape.elements() == 0) {
			throw new ProblemException(ProblemType.BAD_TENSOR,
					"The pixels are %s of the shape %s; they are uint8 [H, W, 3]".formatted(tensor.dtype().torchName(),
							tensor.shape()));
		}
		// The tensor's bytes fit an array, so its sides fit an int.
		int height = (int) shape.size(0);
		int width = (int) shape.size(1);
		this.limits.check(width, height);
		call.memory().reserve(MemoryCost.keeping(width, height));
		return new RgbImage(width, height, tensor.toBytes());
	}

}
