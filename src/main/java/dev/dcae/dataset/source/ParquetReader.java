/*
 * Copyright 2026 the dcae authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.dcae.dataset.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.dcae.dataset.WholeFiles;
import dev.dcae.dataset.store.StoreException;
import dev.hardwood.metadata.LogicalType;
import dev.hardwood.metadata.PhysicalType;
import dev.hardwood.reader.ColumnReader;
import dev.hardwood.reader.ColumnReaders;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.schema.ColumnProjection;
import dev.hardwood.schema.FileSchema;
import dev.hardwood.schema.SchemaNode;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the rows of a Parquet file. The first column that is a struct with the field
 * {@code bytes} has the images; a row's number is its key. Texts and numbers of the other
 * columns become the file {@code json} of the sample, and a whole number called
 * {@code label} or {@code cls} the file {@code cls}, too. Holds a few rows at a time, of
 * these columns alone.
 */
final class ParquetReader implements SampleReader {

	private static final String BYTES = "bytes";

	private static final String PATH = "path";

	private static final List<String> LABELS = List.of("label", "cls");

	/**
	 * The rows of a batch: each may be a large image, and several batches are under way.
	 */
	private static final int BATCH = 4;

	/**
	 * The most bytes of a column that Hardwood fetches at once, of which it holds two.
	 */
	private static final int FETCHED = 32 << 20;

	static {
		// By default it holds 256 MiB of a column as they are, and eight pages decoded.
		limit("sequentialChunkSize", FETCHED);
		limit("maxCoalescedBytes", FETCHED);
		limit("maxOutstanding", 2);
	}

	private final ParquetFileReader file;

	private final ColumnReaders batches;

	private final ColumnReader images;

	private final @Nullable ColumnReader paths;

	private final Map<SchemaNode.PrimitiveNode, ColumnReader> others = new LinkedHashMap<>();

	private final SortedMap<String, Integer> leftOut = new TreeMap<>();

	private long row;

	private int inBatch;

	private int batch;

	/**
	 * A file that has no column of images.
	 */
	static final class NoImagesException extends IOException {

		private static final long serialVersionUID = 1L;

		private NoImagesException() {
			super("The Parquet file has no column of images: a struct with the field bytes");
		}

	}

	ParquetReader(StoredParquet parquet) throws IOException {
		ParquetFileReader opened = null;
		try {
			opened = ParquetFileReader.open(parquet);
			FileSchema schema = opened.getFileSchema();
			List<SchemaNode> columns = schema.getRootNode().children();
			SchemaNode.GroupNode column = columns.stream()
				.filter(SchemaNode.GroupNode.class::isInstance)
				.map(SchemaNode.GroupNode.class::cast)
				.filter((group) -> field(group, BYTES).isPresent())
				.findFirst()
				.orElseThrow(NoImagesException::new);
			List<SchemaNode.PrimitiveNode> carried = columns.stream()
				.filter(SchemaNode.PrimitiveNode.class::isInstance)
				.map(SchemaNode.PrimitiveNode.class::cast)
				.filter(ParquetReader::isCarried)
				.toList();
			this.batches = opened.buildColumnReaders(projection(schema, column, carried)).batchSize(BATCH).build();
			Map<Integer, ColumnReader> readers = new HashMap<>();
			for (int i = 0; i < this.batches.getColumnCount(); i++) {
				ColumnReader reader = this.batches.getColumnReader(i);
				readers.put(reader.getColumnSchema().columnIndex(), reader);
			}
			this.images = field(column, BYTES).map((field) -> readers.get(field.columnIndex())).orElseThrow();
			this.paths = field(column, PATH).map((field) -> readers.get(field.columnIndex())).orElse(null);
			carried
				.forEach((other) -> this.others.put(other, Objects.requireNonNull(readers.get(other.columnIndex()))));
			this.file = opened;
		}
		catch (IOException | RuntimeException ex) {
			if (opened != null) {
				opened.close();
			}
			throw damaged(ex);
		}
	}

	private static void limit(String property, int most) {
		String name = "hardwood.internal." + property;
		if (System.getProperty(name) == null) {
			System.setProperty(name, Integer.toString(most));
		}
	}

	/**
	 * The columns that are read: those that are needed, unless one has a name by which
	 * Hardwood takes it for another.
	 */
	private static ColumnProjection projection(FileSchema schema, SchemaNode.GroupNode images,
			List<SchemaNode.PrimitiveNode> others) {
		boolean byName = images.name().indexOf('.') < 0 && others.stream()
			.allMatch((other) -> other.name().indexOf('.') < 0 && schema.getColumns()
				.stream()
				.noneMatch((leaf) -> leaf.columnIndex() != other.columnIndex() && leaf.name().equals(other.name())));
		Stream<String> ofImages = Stream.of(BYTES, PATH)
			.filter((name) -> field(images, name).isPresent())
			.map((name) -> images.name() + "." + name);
		return byName ? ColumnProjection.columns(
				Stream.concat(ofImages, others.stream().map(SchemaNode.PrimitiveNode::name)).toArray(String[]::new))
				: ColumnProjection.all();
	}

	private static Optional<SchemaNode.PrimitiveNode> field(SchemaNode.GroupNode group, String name) {
		return group.children()
			.stream()
			.filter((field) -> field.name().equals(name) && field.maxRepetitionLevel() == 0)
			.filter(SchemaNode.PrimitiveNode.class::isInstance)
			.map(SchemaNode.PrimitiveNode.class::cast)
			.filter((field) -> field.type() == PhysicalType.BYTE_ARRAY)
			.findFirst();
	}

	/**
	 * Bytes that are no text have no place in JSON.
	 */
	private static boolean isCarried(SchemaNode.PrimitiveNode column) {
		return column.maxRepetitionLevel() == 0 && switch (column.type()) {
			case INT32, INT64, FLOAT, DOUBLE, BOOLEAN ->
				column.logicalType() == null || column.logicalType() instanceof LogicalType.IntType;
			case BYTE_ARRAY -> column.logicalType() instanceof LogicalType.StringType;
			default -> false;
		};
	}

	private static IOException damaged(Exception ex) {
		Throwable deepest = ex;
		for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
			if (cause instanceof StoreException || cause instanceof NoImagesException) {
				return (IOException) cause;
			}
			if (cause instanceof Error error) {
				// Says nothing about the file, such as that the heap is full.
				throw error;
			}
			deepest = cause;
		}
		return new DamagedShardException("The Parquet file cannot be read from here on: " + deepest.getMessage(), ex);
	}

	@Override
	public Optional<Found> next() throws IOException {
		try {
			while (this.inBatch < this.batch || nextBatch()) {
				int at = this.inBatch++;
				String key = "%06d".formatted(this.row++);
				if (this.images.getLeafValidity().isNotNull(at)) {
					return Optional.of(found(key, at));
				}
				this.leftOut.merge("(no image)", 1, Integer::sum);
			}
			return Optional.empty();
		}
		catch (RuntimeException ex) {
			throw damaged(ex);
		}
	}

	private boolean nextBatch() {
		this.inBatch = 0;
		this.batch = this.batches.nextBatch() ? this.batches.getRecordCount() : 0;
		return this.batch > 0;
	}

	private Found found(String key, int at) {
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		OptionalLong label = OptionalLong.empty();
		for (Map.Entry<SchemaNode.PrimitiveNode, ColumnReader> other : this.others.entrySet()) {
			Object value = value(other.getKey(), other.getValue(), at);
			String name = other.getKey().name();
			values.put(name, value);
			if (LABELS.contains(name) && (value instanceof Integer || value instanceof Long)) {
				label = OptionalLong.of(((Number) value).longValue());
			}
		}
		List<Sample.Member> members = new ArrayList<>();
		if (label.isPresent()) {
			members.add(new Sample.Member("cls", Long.toString(label.getAsLong()).getBytes(StandardCharsets.UTF_8)));
		}
		if (!values.isEmpty()) {
			members.add(new Sample.Member("json", JsonMapper.shared().writeValueAsBytes(values)));
		}
		int from = this.images.getBinaryOffsets()[at];
		int to = this.images.getBinaryOffsets()[at + 1];
		long held = to - from + members.stream().mapToLong((member) -> member.content().length).sum();
		if (held > WholeFiles.LARGEST) {
			return new Found.Problem(key, "Its files have %d bytes, too many to be held".formatted(held));
		}
		byte[] content = Arrays.copyOfRange(this.images.getBinaryValues(), from, to);
		String path = (this.paths != null) ? this.paths.getStrings()[at] : null;
		return new Sample(key, (path != null) ? path : key, () -> content, content.length, 0, held, members, label);
	}

	private static @Nullable Object value(SchemaNode.PrimitiveNode column, ColumnReader reader, int at) {
		if (reader.getLeafValidity().isNull(at)) {
			return null;
		}
		return switch (column.type()) {
			case INT32 -> reader.getInts()[at];
			case INT64 -> reader.getLongs()[at];
			case FLOAT -> reader.getFloats()[at];
			case DOUBLE -> reader.getDoubles()[at];
			case BOOLEAN -> reader.getBooleans()[at];
			default -> reader.getStrings()[at];
		};
	}

	@Override
	public SortedMap<String, Integer> leftOut() {
		return new TreeMap<>(this.leftOut);
	}

	@Override
	public void close() throws IOException {
		this.batches.close();
		this.file.close();
	}

}
