package dev.dcae.torchscript;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Our zips, read by {@code java.util.zip}.
 */
class StoredZipTests {

	private static final long USUAL = 0xffffffffL;

	private final SequencedMap<String, byte[]> contents = new LinkedHashMap<>();

	@TempDir
	Path temp;

	@BeforeEach
	void contents() {
		Random random = new Random(5);
		// Around the buffer's size, and one entry without a byte.
		for (int size : new int[] { 0, 1, 63, 64, 65, (1 << 20) - 1, 1 << 20, 3_000_001 }) {
			byte[] content = new byte[size];
			random.nextBytes(content);
			this.contents.put("archive/data/" + size, content);
		}
		this.contents.put("archive/größe/重み.py", "π".getBytes(StandardCharsets.UTF_8));
	}

	@ParameterizedTest
	@ValueSource(longs = { USUAL, 100, 0 })
	void everyEntryIsReadBackWithItsChecksumAndName(long limit) throws IOException {
		Path file = write(0, limit);
		assertReadBack(file);
	}

	@Test
	void theSameIsWrittenEveryTime() throws IOException {
		byte[] first = Files.readAllBytes(write(0, USUAL));
		assertThat(Files.readAllBytes(write(0, USUAL))).isEqualTo(first);
	}

	@ParameterizedTest
	@ValueSource(longs = { USUAL, 0 })
	void theDataOfEveryEntryStartsAtAMultipleOf64Bytes(long limit) throws IOException {
		Path file = write(0, limit);
		ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
		int at = 0;
		for (Map.Entry<String, byte[]> entry : this.contents.entrySet()) {
			assertThat(bytes.getInt(at)).isEqualTo(0x04034b50);
			int name = bytes.getShort(at + 26);
			int data = at + 30 + name + bytes.getShort(at + 28);
			assertThat(data % 64).as(entry.getKey()).isZero();
			byte[] content = new byte[entry.getValue().length];
			bytes.get(data, content);
			assertThat(content).isEqualTo(entry.getValue());
			at = data + content.length;
		}
	}

	@Test
	void offsetsBeyondFourGigabytesAreReadBack() throws IOException {
		// A sparse hole in front: the offsets are large and the file on disk is not.
		assertReadBack(write(5L << 30, USUAL));
	}

	@Test
	void moreEntriesThanSixteenBitsCountAreReadBack() throws IOException {
		this.contents.clear();
		for (int i = 0; i < 70_000; i++) {
			this.contents.put("archive/data/" + i, new byte[] { (byte) i });
		}
		try (ZipFile zip = new ZipFile(write(0, USUAL).toFile())) {
			assertThat(zip.size()).isEqualTo(70_000);
			assertThat(zip.getInputStream(zip.getEntry("archive/data/69999")).readAllBytes())
				.containsExactly((byte) 69_999);
		}
	}

	private Path write(long start, long limit) throws IOException {
		Path file = Files.createTempFile(this.temp, "stored", ".zip");
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.SPARSE);
				StoredZip zip = new StoredZip(channel.position(start), limit)) {
			for (Map.Entry<String, byte[]> entry : this.contents.entrySet()) {
				zip.entry(entry.getKey(), entry.getValue());
			}
		}
		return file;
	}

	private void assertReadBack(Path file) throws IOException {
		try (ZipFile zip = new ZipFile(file.toFile())) {
			assertThat(Collections.list(zip.entries())).extracting(ZipEntry::getName)
				.containsExactlyElementsOf(this.contents.keySet());
			for (Map.Entry<String, byte[]> content : this.contents.entrySet()) {
				ZipEntry entry = zip.getEntry(content.getKey());
				assertThat(entry.getMethod()).isEqualTo(ZipEntry.STORED);
				assertThat(zip.getInputStream(entry).readAllBytes()).isEqualTo(content.getValue());
				CRC32 crc = new CRC32();
				crc.update(content.getValue());
				assertThat(entry.getCrc()).isEqualTo(crc.getValue());
			}
		}
	}

}
