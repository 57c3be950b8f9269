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
package dev.dcae.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import dev.dcae.dataset.Recipe;
import dev.dcae.dataset.folder.FolderEncoding;
import dev.dcae.image.formats.ImageFormats;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Caches the latents of a folder of images.
 */
@Command(name = "encode-folder", mixinStandardHelpOptions = true, versionProvider = Version.class, description = {
		"Encodes the images of a folder, and of those below it, to safetensors of latents: what a diffusion"
				+ " model is trained on.",
		"OUT gets a folder for each shape of latents (32x16x16/000000.safetensors, a tensor [c, h, w] for each"
				+ " image, named by its path), manifest.jsonl with a line for each latent, and failed.jsonl with"
				+ " the images that have none, and why.",
		"Run it again to go on where it was stopped, by whatever: what is in the manifest is not encoded again.",
		"With an option of encode-dataset, such as --part I/N, it is that command for a folder." },
		exitCodeListHeading = "Exit status:%n", exitCodeList = { "0:every image has its latent", "1:it failed",
				"2:the arguments are wrong", "3:some images have no latent: see failed.jsonl" })
final class EncodeFolderCommand implements Callable<Integer> {

	private static final int SOME_FAILED = 3;

	@Parameters(paramLabel = "FOLDER", description = "The folder with images: " + ImageFormats.ENDINGS + ".")
	private Path from = Path.of("");

	@Option(names = { "-o", "--out" }, required = true, paramLabel = "OUT",
			description = "The folder for latents, new or from an earlier run.")
	private Path to = Path.of("");

	@Mixin
	private EncodingOptions options = new EncodingOptions();

	@Mixin
	private DatasetOptions dataset = new DatasetOptions();

	@Spec
	private CommandSpec spec = CommandSpec.create();

	@Override
	public Integer call() throws IOException {
		if (this.dataset.areGiven()) {
			return this.dataset.encode(this.options, List.of(this.from.toString()), this.to.toString());
		}
		this.options.check();
		try (LocalModel local = this.options.start(FolderEncoding.precision(this.to))) {
			Recipe recipe = this.options.recipe(local.model(), EncodingOptions.More.NOTHING);
			FolderEncoding encoding = new FolderEncoding(this.options.encoder(local, EncodingOptions.HEAP),
					new FolderEncoding.Bounds(this.options.atOnce(), this.options.shardSize(), EncodingOptions.HEAP / 6,
							EncodingOptions.HEAP / 6),
					err());
			return report(encoding.run(this.from, this.to, recipe, EncodingOptions.isTerminal()));
		}
	}

	private int report(FolderEncoding.Outcome outcome) {
		err().println("%,d images encoded, %,d before, %,d failed%s".formatted(outcome.encoded(), outcome.before(),
				outcome.failed(), (outcome.failed() > 0) ? ": see " + this.to.resolve("failed.jsonl") : ""));
		if (!outcome.others().isEmpty()) {
			err().println("Left out, since their names are not those of images: " + outcome.others()
				.entrySet()
				.stream()
				.map((one) -> "%,d %s".formatted(one.getValue(), one.getKey()))
				.collect(Collectors.joining(", ")));
		}
		err().flush();
		return (outcome.failed() > 0) ? SOME_FAILED : 0;
	}

	private PrintWriter err() {
		return this.spec.commandLine().getErr();
	}

}
