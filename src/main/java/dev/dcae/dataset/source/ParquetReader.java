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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.dcae.dataset.store.StoreException;
import dev.hardwood.metadata.LogicalType;
import dev.hardwood.metadata.PhysicalType;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.row.PqStruct;
import dev.hardwood.schema.SchemaNode;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the rows of a Parquet file. The first column that is a struct with the field
 * {@code bytes} has the images; a row's number is its key. Texts and numbers of the other
 * columns become the file {@code json} of the sample, and a whole number called
 * {@code label} or {@code cls} the file {@code cls}, too.
 */
final class ParquetReader implements SampleReader {

	private static final String BYTES = "bytes";

	private static final String PATH = "path";

	private static final List<String> LABELS = List.of("label", "cls");

	private final ParquetFileReader file;

	private final RowReader rows;

	private final String images;

	private final boolean named;

	private final List<SchemaNode.PrimitiveNode> others = new ArrayList<>();

	private final SortedMap<String, Integer> leftOut = new TreeMap<>();

	private long row;

	ParquetReader(StoredParquet parquet) throws IOException {
		ParquetFileReader opened = null;
		try {
			opened = ParquetFileReader.open(parquet);
			List<SchemaNode> columns = opened.getFileSchema().getRootNode().children();
			SchemaNode.GroupNode column = columns.stream()
				.filter(SchemaNode.GroupNode.class::isInstance)
				.map(SchemaNode.GroupNode.class::cast)
				.filter((group) -> hasField(group, BYTES))
				.findFirst()
				.orElseThrow(() -> new DamagedShardException(
						"The Parquet file has no column of images: a struct with the field bytes", null));
			this.images = column.name();
			this.named = hasField(column, PATH);
			columns.stream()
				.filter(SchemaNode.PrimitiveNode.class::isInstance)
				.map(SchemaNode.PrimitiveNode.class::cast)
				.filter(ParquetReader::isCarried)
				.forEach(this.others::add);
			this.rows = opened.rowReader();
			this.file = opened;
		}
		catch (IOException | RuntimeException ex) {
			if (opened != null) {
				opened.close();
			}
			throw damaged(ex);
		}
	}

	private static boolean hasField(SchemaNode.GroupNode group, String name) {
		return group.children()
			.stream()
			.anyMatch((field) -> field.name().equals(name) && field instanceof SchemaNode.PrimitiveNode primitive
					&& primitive.type() == PhysicalType.BYTE_ARRAY);
	}

	/**
	 * Bytes that are no text have no place in JSON.
	 */
	private static boolean isCarried(SchemaNode.PrimitiveNode column) {
		return switch (column.type()) {
			case INT32, INT64, FLOAT, DOUBLE, BOOLEAN ->
				column.logicalType() == null || column.logicalType() instanceof LogicalType.IntType;
			case BYTE_ARRAY -> column.logicalType() instanceof LogicalType.StringType;
			default -> false;
		};
	}

	private static IOException damaged(Exception ex) {
		Throwable deepest = ex;
		for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
			if (cause instanceof StoreException || cause instanceof DamagedShardException) {
				return (IOException) cause;
			}
			deepest = cause;
		}
		return new DamagedShardException("The Parquet file cannot be read from here on: " + deepest.getMessage(), ex);
	}

	@Override
	public Optional<Found> next() throws IOException {
		try {
			while (this.rows.hasNext()) {
				this.rows.next();
				String key = "%06d".formatted(this.row++);
				PqStruct image = this.rows.isNull(this.images) ? null : this.rows.getStruct(this.images);
				if (image != null && !image.isNull(BYTES)) {
					return Optional.of(sample(key, image));
				}
				this.leftOut.merge("(no image)", 1, Integer::sum);
			}
			return Optional.empty();
		}
		catch (RuntimeException ex) {
			throw damaged(ex);
		}
	}

	private Sample sample(String key, PqStruct image) {
		byte[] content = image.getBinary(BYTES);
		String path = (this.named && !image.isNull(PATH)) ? image.getString(PATH) : null;
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		OptionalLong label = OptionalLong.empty();
		for (SchemaNode.PrimitiveNode column : this.others) {
			Object value = value(column);
			values.put(column.name(), value);
			if (LABELS.contains(column.name()) && (value instanceof Integer || value instanceof Long)) {
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
		long held = content.length + members.stream().mapToLong((member) -> member.content().length).sum();
		return new Sample(key, (path != null) ? path : key, () -> content, content.length, 0, held, members, label);
	}

	private @Nullable Object value(SchemaNode.PrimitiveNode column) {
		if (this.rows.isNull(column.name())) {
			return null;
		}
		return switch (column.type()) {
			case INT32 -> this.rows.getInt(column.name());
			case INT64 -> this.rows.getLong(column.name());
			case FLOAT -> this.rows.getFloat(column.name());
			case DOUBLE -> this.rows.getDouble(column.name());
			case BOOLEAN -> this.rows.getBoolean(column.name());
			default -> this.rows.getString(column.name());
		};
	}

	@Override
	public SortedMap<String, Integer> leftOut() {
		return new TreeMap<>(this.leftOut);
	}

	@Override
	public void close() throws IOException {
		this.rows.close();
		this.file.close();
	}

}
