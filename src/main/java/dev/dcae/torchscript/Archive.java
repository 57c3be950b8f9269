package dev.dcae.torchscript;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

import dev.dcae.tensor.BFloat16;
import dev.dcae.tensor.DType;

/**
 * A TorchScript archive about to be written: its code and its object graph.
 *
 * @param code the text of each source file, by its name without folder and ending
 * @param root the module that {@code torch.jit.load} answers
 */
record Archive(SequencedMap<String, String> code, Value.Module root) {

	/**
	 * The folder inside the zip. PyTorch asks for one, of any name.
	 */
	private static final String FOLDER = "archive/";

	/**
	 * The operator version the code is written for; an older one would make the loader
	 * replace divisions.
	 */
	private static final String VERSION = "10\n";

	/**
	 * Writes the archive from the channel's position on.
	 */
	void writeTo(FileChannel channel) throws IOException {
		try (StoredZip zip = new StoredZip(channel)) {
			writeTo(zip);
		}
	}

	void writeTo(StoredZip zip) throws IOException {
		Pickle.Pickled pickled = Pickle.of(this.root);
		zip.entry(FOLDER + "version", VERSION.getBytes(StandardCharsets.US_ASCII));
		zip.entry(FOLDER + "byteorder", "little".getBytes(StandardCharsets.US_ASCII));
		zip.entry(FOLDER + "constants.pkl", Pickle.emptyTuple());
		zip.entry(FOLDER + "data.pkl", pickled.bytes());
		for (Map.Entry<String, String> file : this.code.entrySet()) {
			zip.entry(FOLDER + "code/__torch__/dcae/" + file.getKey() + ".py",
					file.getValue().getBytes(StandardCharsets.UTF_8));
		}
		List<Weight> weights = pickled.weights();
		for (int key = 0; key < weights.size(); key++) {
			Weight weight = weights.get(key);
			zip.entry(FOLDER + "data/" + key, (entry) -> write(weight, entry));
		}
	}

	private static void write(Weight weight, StoredZip zip) throws IOException {
		float[] row = new float[weight.rowLength()];
		float[] stored = weight.channelsLast() ? new float[row.length] : row;
		byte[] bytes = new byte[row.length * weight.dtype().bytes()];
		MemorySegment segment = MemorySegment.ofArray(bytes);
		for (int i = 0; i < weight.shape().size(0); i++) {
			weight.rows().read(i, row);
			if (weight.channelsLast()) {
				channelsLast(row, (int) weight.shape().size(1), stored);
			}
			convert(weight, stored, segment);
			zip.write(ByteBuffer.wrap(bytes));
		}
	}

	/**
	 * {@code [in, k·k]} to {@code [k·k, in]}.
	 */
	private static void channelsLast(float[] row, int in, float[] to) {
		int area = row.length / in;
		for (int c = 0; c < in; c++) {
			for (int p = 0; p < area; p++) {
				to[p * in + c] = row[c * area + p];
			}
		}
	}

	private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED
		.withOrder(ByteOrder.LITTLE_ENDIAN);

	private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED
		.withOrder(ByteOrder.LITTLE_ENDIAN);

	private static void convert(Weight weight, float[] values, MemorySegment to) {
		DType dtype = weight.dtype();
		switch (dtype) {
			case F32 -> MemorySegment.copy(values, 0, to, FLOAT, 0, values.length);
			case BF16 -> {
				for (int i = 0; i < values.length; i++) {
					to.set(SHORT, 2L * i, BFloat16.fromFloat(values[i]));
				}
			}
			case F16 -> {
				for (int i = 0; i < values.length; i++) {
					short half = Float.floatToFloat16(values[i]);
					if ((half & 0x7fff) == 0x7c00 && Float.isFinite(values[i])) {
						throw new IllegalArgumentException(
								"%s has the value %s, too large for fp16; choose bf16 or fp32".formatted(weight.name(),
										values[i]));
					}
					to.set(SHORT, 2L * i, half);
				}
			}
			default -> throw new IllegalArgumentException("No weight is " + dtype);
		}
	}

}
