package dev.dcae.image;

/**
 * Which codec this process has for JPEG: libjpeg-turbo where it is installed, which is
 * several times as fast, else the JDK's.
 */
public final class JpegCodecs {

	static final JpegCodec JDK = new JdkJpeg();

	/**
	 * The codec that is used. Only tests change it.
	 */
	static volatile JpegCodec current = TurboJpeg.find(JDK).map(JpegCodec.class::cast).orElse(JDK);

	private JpegCodecs() {
	}

	/**
	 * The library that reads and writes JPEG, as people call it.
	 */
	public static String library() {
		return current.toString();
	}

}
