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
import java.util.List;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Caches the latents of a data set, on as many machines as there are.
 */
@Command(name = "encode-dataset", mixinStandardHelpOptions = true, versionProvider = Version.class, description = {
		"Encodes a data set of images to latents: what a diffusion model is trained on.",
		"A SOURCE is a folder of images, a tar of samples as WebDataset has them or Parquet as the hub has it, a"
				+ " pattern for many such as 'shard-{000000..000099}.tar' or '**/*.parquet', any of these under"
				+ " s3://bucket/prefix, or @list.txt with a source or an image in each line.",
		"OUT is a folder or s3://bucket/prefix. It gets the latents, manifest.jsonl with a line for each,"
				+ " failed.jsonl with the samples that have none, and why, and stats.safetensors with the mean and"
				+ " the deviation of each channel.",
		"Any part of the work can run anywhere, be killed at any moment and be started again in any number: a sample"
				+ " is there once." },
		exitCodeListHeading = "Exit status:%n",
		exitCodeList = { "0:every image of this part has its latent, or all but what --max-failed allows",
				"1:it failed; start it again to go on", "2:the arguments are wrong",
				"3:images have no latent, more than --max-failed allows: see failed.jsonl",
				"4:--finish found that shards are missing", "143:it was stopped; start it again to go on" })
final class EncodeDatasetCommand implements Callable<Integer> {

	@Parameters(paramLabel = "SOURCE", arity = "0..*", description = "Where images come from.")
	private List<String> sources = List.of();

	@Option(names = { "-o", "--out" }, paramLabel = "OUT",
			description = "The place for latents, new or from an earlier run.")
	private @Nullable String out;

	@Option(names = "--finish", paramLabel = "OUT",
			description = "Encode nothing; write the index over all parts of OUT and say what is missing. The part that"
					+ " ends last does so by itself.")
	private @Nullable String finish;

	@Mixin
	private DatasetOptions dataset = new DatasetOptions();

	@Mixin
	private EncodingOptions options = new EncodingOptions();

	@Override
	public Integer call() throws IOException {
		if (this.finish != null) {
			if (!this.sources.isEmpty() || this.out != null) {
				throw this.options.wrong("--finish OUT is all that is said; leave out SOURCE and --out");
			}
			return this.dataset.finish(this.finish);
		}
		if (this.sources.isEmpty() || this.out == null) {
			throw this.options.wrong("SOURCE and --out are missing; --help says more");
		}
		return this.dataset.encode(this.options, this.sources, this.out);
	}

}
