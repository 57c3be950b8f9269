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
package dev.dcae.dataset.folder;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

import dev.dcae.dataset.EncodedImage;
import dev.dcae.dataset.ImageEncoder;
import dev.dcae.dataset.PixelBudget;
import dev.dcae.dataset.Progress;
import dev.dcae.dataset.Recipe;
import dev.dcae.dataset.WholeFiles;
import dev.dcae.image.folder.FileNames;
import dev.dcae.image.folder.FoundImage;
import dev.dcae.image.folder.ImageTree;
import dev.dcae.pipeline.Call;
import dev.dcae.pipeline.FanOut;
import dev.dcae.serving.NanoClock;
import dev.dcae.serving.ServingException;

/**
 * Turns the images of a folder into latents in another. Memory is bounded by the images
 * that are under way at once and by the latents that wait for their shard, and grows only
 * by the names of the files.
 */
public final class FolderEncoding {

	private final ImageEncoder encoder;

	private final Bounds bounds;

	private final PixelBudget files;

	private final PrintWriter out;

	/**
	 * The bounds on what is held at once.
	 *
	 * @param images under way, at least 1
	 * @param shardLatents of a shard, at least 1
	 * @param waitingBytes of latents that wait for their shard
	 * @param fileBytes of files of images
	 */
	public record Bounds(int images, int shardLatents, long waitingBytes, long fileBytes) {
	}

	/**
	 * The outcome.
	 *
	 * @param encoded images, in this run
	 * @param before images, in earlier runs
	 * @param failed images
	 * @param others files that are not called as images, by the ending of their names
	 */
	public record Outcome(long encoded, long before, long failed, SortedMap<String, Integer> others) {
	}

	/**
	 * One file, encoded or not.
	 */
	private sealed interface FileResult {

		record Encoded(LatentItem item) implements FileResult {
		}

		record Failed(String name, String reason) implements FileResult {
		}

	}

	/**
	 * An encoding of folders.
	 * @param out for progress
	 */
	public FolderEncoding(ImageEncoder encoder, Bounds bounds, PrintWriter out) {
		this.encoder = encoder;
		this.bounds = bounds;
		this.files = new PixelBudget(bounds.fileBytes());
		this.out = out;
	}

	/**
	 * The name of the type that the latents of a folder were computed in, if an earlier
	 * run left it.
	 * @throws IOException if its settings cannot be read
	 */
	public static Optional<String> precision(Path to) throws IOException {
		return LatentFolder.settings(to).map((settings) -> settings.get(Recipe.PRECISION));
	}

	/**
	 * Encodes what is not encoded yet.
	 * @param from the folder with images
	 * @param to the folder for latents
	 * @param terminal whether progress is one line that changes
	 * @throws IOException if a folder cannot be used, saying why
	 * @throws ServingException if no device is left
	 */
	public Outcome run(Path from, Path to, Recipe recipe, boolean terminal) throws IOException {
		ImageTree tree = ImageTree.below(from, to, this.encoder.formats());
		try (LatentFolder folder = LatentFolder.open(to, recipe.settings());
				Failures failures = Failures.create(to.resolve(LatentFolder.FAILURES))) {
			List<FoundImage> left = left(tree, folder.manifest().files(), failures);
			long before = (long) tree.images().size() - left.size() - failures.count();
			for (Map.Entry<String, String> unreadable : tree.unreadable().entrySet()) {
				failures.add(unreadable.getKey(), unreadable.getValue());
			}
			int failedBefore = failures.count();
			encode(tree, left, recipe, folder, failures, terminal);
			return new Outcome(left.size() - (failures.count() - failedBefore), before, failures.count(),
					tree.others());
		}
	}

	private void encode(ImageTree tree, List<FoundImage> left, Recipe recipe, LatentFolder folder, Failures failures,
			boolean terminal) throws IOException {
		LatentShards shards = new LatentShards(folder, this.bounds.shardLatents(), this.bounds.waitingBytes(),
				recipe.metadata());
		Progress progress = new Progress(this.out, terminal, NanoClock.system(), tree.images().size(),
				tree.images().size() - left.size());
		FanOut.Sink<FileResult> sink = (result) -> {
			switch (result) {
				case FileResult.Encoded encoded -> shards.add(encoded.item());
				case FileResult.Failed failed -> failures.add(failed.name(), failed.reason());
			}
			progress.count(result instanceof FileResult.Failed);
		};
		new FanOut(this.bounds.images(), Long.MAX_VALUE).run(Call.ofCommand(), left.iterator(),
				(part, image) -> result(part, image, recipe), sink);
		shards.finish();
		progress.end();
	}

	/**
	 * The files that earlier runs did not encode.
	 */
	private static List<FoundImage> left(ImageTree tree, Map<String, SourceFile> done, Failures failures)
			throws IOException {
		List<FoundImage> left = new ArrayList<>();
		for (FoundImage image : tree.images()) {
			SourceFile before = done.get(image.name());
			if (!FileNames.isWhole(image.name())) {
				failures.add(image.name(),
						"Its name is no text in UTF-8, by which its latent would be named; give it another");
			}
			else if (before == null) {
				left.add(image);
			}
			else if (!before.equals(SourceFile.of(image))) {
				failures.add(image.name(),
						"It has changed since it was encoded; its latent is that of the old one. Start with an empty folder");
			}
		}
		return left;
	}

	private FileResult result(Call call, FoundImage image, Recipe recipe) {
		// What is larger is refused.
		try (PixelBudget.Held _ = this.files.take(Math.min(image.bytes(), WholeFiles.LARGEST))) {
			return switch (this.encoder.encode(call, () -> WholeFiles.read(image.path()), recipe)) {
				case ImageEncoder.Outcome.Encoded(EncodedImage encoded) ->
					new FileResult.Encoded(new LatentItem(SourceFile.of(image), encoded.values(), encoded.width(),
							encoded.height(), encoded.note()));
				case ImageEncoder.Outcome.Failed(String reason, boolean _) ->
					new FileResult.Failed(image.name(), reason);
			};
		}
	}

}
