package dev.dcae.api;

import dev.dcae.image.ImageDecoder;
import dev.dcae.image.ImageHeader;
import dev.dcae.image.ImageLimits;
import dev.dcae.image.RgbImage;
import dev.dcae.pipeline.Call;
import dev.dcae.pipeline.ImagePool;
import dev.dcae.pipeline.MemoryBudget;
import dev.dcae.pipeline.MemoryCost;
import dev.dcae.pipeline.Phase;

import org.springframework.stereotype.Component;

/**
 * Decodes the image files of requests, within the limits of the service.
 */
@Component
public class ImageFiles {

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
	 * Decodes an image file, in the memory of a call.
	 * @throws dev.dcae.image.ImageException if it is no image within the limits
	 */
	public RgbImage decode(Call call, byte[] file) {
		ImageHeader header = header(file);
		call.memory().reserve(MemoryCost.keeping(header.width(), header.height()));
		try (MemoryBudget.Hold _ = call.memory().reserve(MemoryCost.reading(header.width(), header.height()))) {
			return call.timeline().time(Phase.PARSE, () -> this.pool.run(() -> ImageDecoder.decode(file, this.limits)));
		}
	}

}
