package dev.dcae.serving;

/**
 * The memory of a device, whoever uses it.
 *
 * @param usedBytes of it now
 * @param totalBytes that there are
 * @param peakBytes the most that was seen in use since the process began
 */
public record DeviceMemory(long usedBytes, long totalBytes, long peakBytes) {
}
