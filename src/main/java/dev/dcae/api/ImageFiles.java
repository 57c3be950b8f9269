package dev.dcae.api;

import dev.dcae.api.MemoryCeiling.Reservation;
import dev.dcae.image.ImageDecoder;
import dev.dcae.image.ImageHeader;
import dev.dcae.image.ImageLimits;
import dev.dcae.image.RgbImage;
import dev.dcae.pipeline.ImagePool;
import dev.dcae.pipeline.Phase;
import dev.dcae.pipeline.Phases;

import org.springframework.stereotype.Component;

/**
 * Decodes the image files of requests, within the limits of the service.
 */
@Component
public class ImageFiles {

	/**
	 * Heap that a pixel takes on its way through: three bytes each as it was decoded, as
	 * it was padded or came from the device, and as a file.
	 */
	public static final long BYTES_PER_PIXEL = 9;

	private final ImagePool pool;

	private final ImageLimits limits;

	ImageFiles(ImagePool pool, ImageLimits limits) {
		this.pool = pool;
		this.limits = limits;
	}

	/**
	 * What an image file says about itself.
	 * @throws dev.dcae.image.ImageException if it is no picture within the limits, as far
	 * as can be told before it is decoded
	 */
	public ImageHeader header(byte[] file) {
		ImageHeader header = ImageDecoder.header(file);
		this.limits.check(header.width(), header.height());
		return header;
	}

	/**
	 * Decodes an image file, for whose pixels memory is reserved.
	 * @throws dev.dcae.image.ImageException if it is no picture within the limits
	 */
	public RgbImage decode(byte[] file) {
		return this.pool.run(() -> ImageDecoder.decode(file, this.limits));
	}

	/**
	 * Decodes an image file and reserves memory for its pixels.
	 * @throws dev.dcae.image.ImageException if it is no picture within the limits
	 */
	public RgbImage decode(byte[] file, Reservation memory, Phases phases) {
		ImageHeader header = header(file);
		memory.add(BYTES_PER_PIXEL * header.width() * header.height());
		return phases.time(Phase.PARSE, () -> decode(file));
	}

}
