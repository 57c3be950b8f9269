package dev.dcae.torchscript;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Writes a zip of uncompressed entries whose size and checksum are known only once they
 * are written, each starting at a multiple of 64 bytes, as PyTorch writes them; beyond 4
 * GB with the zip64 fields. {@code java.util.zip} wants size and checksum of a stored
 * entry beforehand, which would mean computing every weight twice.
 */
final class StoredZip implements AutoCloseable {

	private static final int ALIGNMENT = 64;

	private static final int LOCAL_HEADER = 30;

	/**
	 * A zip64 field with two sizes.
	 */
	private static final int LOCAL_ZIP64 = 20;

	private static final int VERSION = 45;

	/**
	 * A size or an offset from which on zip64 fields hold it.
	 */
	private static final long LIMIT = 0xffffffffL;

	private final FileChannel channel;

	private final long limit;

	private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20).order(ByteOrder.LITTLE_ENDIAN);

	private final List<Entry> entries = new ArrayList<>();

	private final CRC32 crc = new CRC32();

	private long size;

	private record Entry(byte[] name, long offset, long size, int crc) {
	}

	StoredZip(FileChannel channel) {
		this(channel, LIMIT);
	}

	/**
	 * With another limit, so that a test need not write gigabytes.
	 */
	StoredZip(FileChannel channel, long limit) {
		this.channel = channel;
		this.limit = limit;
	}

	/**
	 * The content of an entry.
	 */
	interface Content {

		void writeTo(StoredZip zip) throws IOException;

	}

	void entry(String name, byte[] content) throws IOException {
		entry(name, (zip) -> zip.write(ByteBuffer.wrap(content)));
	}

	void entry(String name, Content content) throws IOException {
		flush();
		byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
		long offset = this.channel.position();
		int extra = LOCAL_ZIP64 + 4;
		int padding = (int) (-(offset + LOCAL_HEADER + utf8.length + extra) & (ALIGNMENT - 1));
		this.channel.position(offset + LOCAL_HEADER + utf8.length + extra + padding);
		this.crc.reset();
		this.size = 0;
		content.writeTo(this);
		flush();
		long end = this.channel.position();
		Entry entry = new Entry(utf8, offset, this.size, (int) this.crc.getValue());
		this.channel.position(offset);
		localHeader(entry, extra + padding);
		flush();
		this.channel.position(end);
		this.entries.add(entry);
	}

	/**
	 * Appends to the entry being written.
	 */
	void write(ByteBuffer bytes) throws IOException {
		this.size += bytes.remaining();
		this.crc.update(bytes.duplicate());
		while (bytes.hasRemaining()) {
			if (!this.buffer.hasRemaining()) {
				flush();
			}
			int count = Math.min(bytes.remaining(), this.buffer.remaining());
			this.buffer.put(this.buffer.position(), bytes, bytes.position(), count);
			this.buffer.position(this.buffer.position() + count);
			bytes.position(bytes.position() + count);
		}
	}

	/**
	 * Writes the directory. The channel stays open.
	 */
	@Override
	public void close() throws IOException {
		flush();
		long start = this.channel.position();
		for (Entry entry : this.entries) {
			centralHeader(entry);
		}
		flush();
		long end = this.channel.position();
		this.buffer.putInt(0x06064b50).putLong(44).putShort((short) VERSION).putShort((short) VERSION);
		this.buffer.putInt(0).putInt(0).putLong(this.entries.size()).putLong(this.entries.size());
		this.buffer.putLong(end - start).putLong(start);
		this.buffer.putInt(0x07064b50).putInt(0).putLong(end).putInt(1);
		this.buffer.putInt(0x06054b50).putShort((short) 0).putShort((short) 0);
		short count = (short) Math.min(this.entries.size(), 0xffff);
		this.buffer.putShort(count).putShort(count);
		this.buffer.putInt((int) Math.min(end - start, LIMIT));
		this.buffer.putInt((start >= this.limit) ? -1 : (int) start).putShort((short) 0);
		flush();
	}

	private void localHeader(Entry entry, int extra) {
		boolean large = entry.size() >= this.limit;
		this.buffer.putInt(0x04034b50).putShort((short) VERSION).putShort((short) 0x0800).putShort((short) 0);
		date();
		this.buffer.putInt(entry.crc());
		this.buffer.putInt(large ? -1 : (int) entry.size()).putInt(large ? -1 : (int) entry.size());
		this.buffer.putShort((short) entry.name().length).putShort((short) extra).put(entry.name());
		if (large) {
			this.buffer.putShort((short) 1).putShort((short) 16).putLong(entry.size()).putLong(entry.size());
		}
		else {
			padding(LOCAL_ZIP64);
		}
		padding(extra - LOCAL_ZIP64);
	}

	private void centralHeader(Entry entry) throws IOException {
		if (this.buffer.remaining() < 1024) {
			flush();
		}
		boolean large = entry.size() >= this.limit;
		boolean far = entry.offset() >= this.limit;
		int zip64 = (large ? 16 : 0) + (far ? 8 : 0);
		this.buffer.putInt(0x02014b50).putShort((short) VERSION).putShort((short) VERSION);
		this.buffer.putShort((short) 0x0800).putShort((short) 0);
		date();
		this.buffer.putInt(entry.crc());
		this.buffer.putInt(large ? -1 : (int) entry.size()).putInt(large ? -1 : (int) entry.size());
		this.buffer.putShort((short) entry.name().length).putShort((short) ((zip64 > 0) ? zip64 + 4 : 0));
		this.buffer.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0);
		this.buffer.putInt(far ? -1 : (int) entry.offset()).put(entry.name());
		if (zip64 > 0) {
			this.buffer.putShort((short) 1).putShort((short) zip64);
			if (large) {
				this.buffer.putLong(entry.size()).putLong(entry.size());
			}
			if (far) {
				this.buffer.putLong(entry.offset());
			}
		}
	}

	/**
	 * 1 January 1980, the first that a zip can say: equal archives have equal bytes.
	 */
	private void date() {
		this.buffer.putShort((short) 0).putShort((short) 0x21);
	}

	/**
	 * An extra field of the kind that PyTorch pads with.
	 */
	private void padding(int length) {
		this.buffer.putShort((short) 0x4246).putShort((short) (length - 4));
		for (int i = 4; i < length; i++) {
			this.buffer.put((byte) 0);
		}
	}

	private void flush() throws IOException {
		this.buffer.flip();
		while (this.buffer.hasRemaining()) {
			this.channel.write(this.buffer);
		}
		this.buffer.clear();
	}

}
