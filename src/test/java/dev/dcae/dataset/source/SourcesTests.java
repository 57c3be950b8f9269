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
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import dev.dcae.dataset.store.LocalStore;
import dev.dcae.image.formats.ImageFormats;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The units of work that sources consist of.
 */
class SourcesTests {

	@TempDir
	Path folder;

	private LocalStore store;

	@BeforeEach
	void files() throws IOException {
		this.store = new LocalStore(this.folder);
		for (String name : List.of("train/a/000.tar", "train/a/001.tar.gz", "train/b/000.tar", "train/b/x.parquet",
				"train/cat/1.png", "train/cat/2.JPG", "train/dog/1.b.png", "train/notes.txt")) {
			this.store.write(name, name.getBytes(StandardCharsets.UTF_8));
		}
	}

	@Test
	void aFolderHasShardsAndImages() throws IOException {
		Sources.DataSet found = find(4, path("train"));
		assertThat(found.units()).extracting(WorkUnit::id)
			.contains("a/000", "a/001", "b/000", "b/x")
			.filteredOn((id) -> id.startsWith("images-"))
			.isNotEmpty();
		assertThat(found.leftOut()).containsOnlyKeys(".txt");
		assertThat(images(found)).extracting(ListedImage::key)
			.containsExactlyInAnyOrder("cat/1.png", "cat/2.JPG", "dog/1.b.png");
		assertThat(images(found)).allSatisfy(
				(image) -> assertThat(image.label().orElseThrow()).isEqualTo(image.key().startsWith("cat") ? 0 : 1));
	}

	@Test
	void theSameImageIsInTheSameUnitWhateverElseThereIs() throws IOException {
		String before = unitOf(find(64, path("train")), "cat/1.png");
		this.store.write("train/aardvark/0.png", new byte[1]);
		assertThat(unitOf(find(64, path("train")), "cat/1.png")).isEqualTo(before);
	}

	private static String unitOf(Sources.DataSet found, String key) {
		return found.units()
			.stream()
			.filter((unit) -> unit.listing().isPresent()
					&& unit.listing().get().stream().anyMatch((image) -> image.key().equals(key)))
			.map(WorkUnit::id)
			.findFirst()
			.orElseThrow();
	}

	@Test
	void shardsAreNamedBelowTheFolderThatAllLieIn() throws IOException {
		assertThat(find(1, path("train/a/*.tar*")).units()).extracting(WorkUnit::id).containsExactly("000", "001");
		assertThat(find(1, path("train/{a,b}/000.tar")).units()).extracting(WorkUnit::id)
			.containsExactly("a/000", "b/000");
		assertThat(find(1, path("train/a/000.tar"), path("train/a/000.tar")).units()).hasSize(1);
	}

	@Test
	void imagesOfSeveralFoldersAreToldApartByTheirNames() throws IOException {
		Sources.DataSet found = find(1, path("train/cat"), path("train/dog"));
		assertThat(images(found)).extracting(ListedImage::key)
			.containsExactlyInAnyOrder("cat/1.png", "cat/2.JPG", "dog/1.b.png");
	}

	@Test
	void twoShardsOfOneNameAreRefused() throws IOException {
		this.store.write("train/b/000.tgz", new byte[1]);
		assertThatExceptionOfType(SourceException.class).isThrownBy(() -> find(1, path("train/b")))
			.withMessageContaining("Two shards are called 000");
	}

	@Test
	void aFileThatIsNoShardIsRefused() {
		assertThatExceptionOfType(SourceException.class).isThrownBy(() -> find(1, path("train/cat/1.png")))
			.withMessageContaining("@list.txt");
		assertThatExceptionOfType(SourceException.class).isThrownBy(() -> find(1, path("nowhere")))
			.withMessageContaining("no folder with images");
	}

	@Test
	void aSourceThatCannotBeLookedAtMayBeThere() throws IOException {
		Files.createSymbolicLink(this.folder.resolve("loop"), this.folder.resolve("loop"));
		assertThatExceptionOfType(FileSystemException.class).isThrownBy(() -> find(1, path("loop")));
	}

	@Test
	void aFolderThatIsNamedFromHereHasTheSameShards() throws IOException {
		String fromHere = Path.of("").toAbsolutePath().relativize(this.folder.resolve("train/a")).toString();
		assertThat(find(1, fromHere, path("train/b/000.tar")).units()).extracting(WorkUnit::id)
			.containsExactly("a/000", "a/001", "b/000");
	}

	@Test
	void shardsOfDifferentStoresHaveNamesThatLatentsCanHave() throws IOException {
		assertThat(ids("s3://a//x/0.tar", "s3://b//y/0.tar")).containsExactly("a/x/0", "b/y/0");
		assertThat(ids("s3://a//x/0.tar", "/home/u/0.tar")).containsExactly("a/x/0", "home/u/0");
	}

	@ParameterizedTest
	@ValueSource(strings = { "s3://a//x/../0.tar", "s3://a//x/./0.tar", "s3://a//x/.tar" })
	void aNameThatWouldLeadOutOfThePlaceForLatentsIsRefused(String place) {
		assertThatExceptionOfType(SourceException.class).isThrownBy(() -> ids("s3://a//y/1.tar", place))
			.withMessageContaining(place);
	}

	private List<String> ids(String... places) throws IOException {
		Map<String, Shard> shards = new LinkedHashMap<>();
		for (String place : places) {
			shards.put(place, new Shard(place, this.store, place.substring(place.lastIndexOf('/') + 1), 1, true));
		}
		return new Division(List.of(), shards, List.of(), ImageFormats.ofCollections())
			.dataSet(new TreeMap<>(), Map.of(), (images) -> 1)
			.units()
			.stream()
			.map(WorkUnit::id)
			.toList();
	}

	@Test
	void aLoopOfLinksBesideShardsIsToldAndTheShardsAreThere() throws IOException {
		Files.createSymbolicLink(this.folder.resolve("train/a/latest"), this.folder.resolve("train/a"));
		Sources.DataSet found = find(1, path("train/a"));
		assertThat(found.units()).extracting(WorkUnit::id).contains("000", "001");
		assertThat(images(found)).singleElement()
			.satisfies((image) -> assertThat(image.whyNot().orElseThrow()).contains("FileSystemLoop"));
		assertThat(find(1, path("train/a/**/*.tar")).units()).extracting(WorkUnit::id).containsExactly("000");
	}

	@Test
	void whatMacOsAddsIsNoShard() throws IOException {
		this.store.write("train/a/._000.tar", new byte[4]);
		Sources.DataSet found = find(1, path("train/a"));
		assertThat(found.units()).extracting(WorkUnit::id).containsExactly("000", "001");
		assertThat(found.leftOut()).containsEntry("._*", 1);
		assertThat(find(1, path("train/a/*.tar")).units()).extracting(WorkUnit::id).containsExactly("000");
	}

	@Test
	void anImageOfAListMayHaveTheLettersOfAPattern() throws IOException {
		this.store.write("train/cat/photo[1].jpg", new byte[4]);
		this.store.write("list.txt", "train/cat/photo[1].jpg\ntrain/a/00[01].tar\n".getBytes(StandardCharsets.UTF_8));
		Sources.DataSet found = find(1, "@" + path("list.txt"));
		assertThat(images(found)).singleElement().satisfies((image) -> {
			assertThat(image.key()).isEqualTo("train/cat/photo[1].jpg");
			assertThat(image.whyNot()).isEmpty();
		});
		assertThat(found.units()).extracting(WorkUnit::id).contains("000");
	}

	@Test
	void classesAreTheFoldersInWhichPathsDiffer() throws IOException {
		this.store.write("list.txt", "train/cat/1.png\ntrain/dog/1.b.png\n".getBytes(StandardCharsets.UTF_8));
		assertThat(find(1, "@" + path("list.txt")).classes()).containsExactly("cat", "dog");
		this.store.write("more/cat/3.png", new byte[1]);
		this.store.write("more/emu/3.png", new byte[1]);
		Sources.DataSet found = find(1, path("train"), path("more"));
		assertThat(found.classes()).containsExactly("cat", "dog", "emu");
		assertThat(images(found)).extracting((image) -> image.key() + " " + image.label().orElseThrow())
			.containsExactlyInAnyOrder("train/cat/1.png 0", "train/cat/2.JPG 0", "train/dog/1.b.png 1",
					"more/cat/3.png 0", "more/emu/3.png 2");
		assertThat(find(1, path("train/cat"), path("train/dog")).classes()).containsExactly("cat", "dog");
		assertThat(find(1, path("train/cat")).classes()).isEmpty();
		this.store.write("list.txt", "train/cat/1.png\ntrain/cat/2.JPG\n".getBytes(StandardCharsets.UTF_8));
		assertThat(find(1, "@" + path("list.txt")).classes()).containsExactly("cat");
	}

	@Test
	void whatCannotBeReadTakesNoClassFromOthers() throws IOException {
		Files.createSymbolicLink(this.folder.resolve("train/latest.jpg"), this.folder.resolve("gone.jpg"));
		Sources.DataSet found = find(4, path("train"));
		assertThat(found.classes()).containsExactly("cat", "dog");
		assertThat(images(found)).extracting((image) -> image.key() + " " + image.label())
			.containsExactlyInAnyOrder("cat/1.png OptionalLong[0]", "cat/2.JPG OptionalLong[0]",
					"dog/1.b.png OptionalLong[1]", "latest.jpg OptionalLong.empty");
	}

	@Test
	void foldersOfBracesAndOfListsAreToldApartAsThoseThatAreNamed() throws IOException {
		this.store.write("train/cat/1.b.png", new byte[1]);
		this.store.write("list.txt", "train/cat\ntrain/dog\n".getBytes(StandardCharsets.UTF_8));
		Sources.DataSet named = find(1, path("train/cat"), path("train/dog"));
		assertThat(images(named)).hasSize(4).allSatisfy((image) -> assertThat(image.whyNot()).isEmpty());
		for (String source : List.of(path("train/{cat,dog}"), "@" + path("list.txt"))) {
			Sources.DataSet found = find(1, source);
			assertThat(images(found)).as(source).extracting(ListedImage::key).containsExactlyElementsOf(keys(named));
			assertThat(found.classes()).as(source).containsExactly("cat", "dog");
		}
	}

	private static List<String> keys(Sources.DataSet found) {
		return images(found).stream().map(ListedImage::key).toList();
	}

	private static List<ListedImage> images(Sources.DataSet found) {
		return found.units().stream().map(WorkUnit::listing).flatMap(Optional::stream).flatMap(List::stream).toList();
	}

	private String path(String name) {
		return this.folder.resolve(name).toString();
	}

	private Sources.DataSet find(int buckets, String... texts) throws IOException {
		return Sources.find(List.of(texts), ImageFormats.ofCollections(), path("out"), Map.of(), (images) -> buckets);
	}

}
