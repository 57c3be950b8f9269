package dev.dcae.image;

/**
 * What a file says about itself before any pixel is decoded.
 *
 * @param format found in the first bytes
 * @param width of the picture as it is shown, that is with its EXIF orientation applied,
 * in pixels
 * @param height likewise
 */
public record ImageHeader(ImageFormat format, int width, int height) {
}
