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

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.dcae.Python;
import dev.dcae.engine.Fixture;
import dev.dcae.engine.TorchRunner;
import dev.dcae.model.Precision;
import dev.dcae.tensor.Npy;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Data sets between this program and Python's: what its tarfile writes is read, and what
 * is written is read as trainers do.
 */
class DatasetsAndPythonTests {

	private static final String WRITE = """
			import io, json, sys, tarfile
			with tarfile.open(sys.argv[1], "w") as tar:
			    for i in range(4):
			        key = "%05d" % i if i else "\\u00e4-" + 20 * "long"
			        info = {"prompt": "image %d" % i, "height": 16, "width": 24}
			        for ending, data in (("png", open("%d.png" % i, "rb").read()), ("json", json.dumps(info).encode())):
			            member = tarfile.TarInfo(key + "." + ending)
			            member.size = len(data)
			            tar.addfile(member, io.BytesIO(data))
			""";

	/**
	 * The rules of wids, by which SANA's data sets read: headers by their 512 bytes,
	 * files of the types "0" and "", grouped by their names up to the first dot, shards
	 * by the description.
	 */
	private static final String READ = """
			import io, json, os, sys
			import numpy

			def files(path):
			    data, at = open(path, "rb").read(), 0
			    while at < len(data):
			        head = data[at:at + 512]
			        text = head[124:136].decode().strip("\\0")
			        if not text:
			            break
			        size, name = int(text, 8), head[:100].decode().strip("\\0")
			        assert size == int(head[124:135].decode(), 8)
			        if name and name != "././@PaxHeader" and head[156:157].decode().strip("\\0") in ("0", ""):
			            yield name, data[at + 512:at + 512 + size]
			        at += 512 + (size + 511) // 512 * 512

			def samples(path):
			    all = []
			    for name, data in files(path):
			        folder, last = os.path.split(name)
			        key, ending = os.path.join(folder, last.split(".", 1)[0]), "." + last.split(".", 1)[1]
			        if not all or all[-1]["__key__"] != key:
			            all.append({"__key__": key})
			        assert ending not in all[-1]
			        all[-1][ending] = data
			    return all

			meta = json.load(open(os.path.join(sys.argv[1], "wids-meta.json")))
			assert meta["wids_version"] == 1
			for shard in meta["shardlist"]:
			    path = os.path.join(sys.argv[1], shard["url"])
			    assert os.path.getsize(path) == shard["filesize"]
			    read = samples(path)
			    assert len(read) == shard["nsamples"], (len(read), shard)
			    for sample in read:
			        info, latent = json.loads(sample[".json"]), numpy.load(io.BytesIO(sample[".npy"]))
			        ratio = min((info["height"] / info["width"], 16 / 24), key=lambda r: abs(r - 2 / 3))
			        assert latent.shape[1:] == (2, 3) and abs(ratio - 2 / 3) < 0.01
			        print(sample["__key__"], info["prompt"], latent.dtype, latent.shape)
			        numpy.save(info["prompt"] + ".npy", latent.astype("float32"))
			import tarfile
			print(sorted(tarfile.open(path).pax_headers))
			""";

	@TempDir
	Path temp;

	@Test
	void aTrainersReaderFindsTheSamplesOfATarThatPythonWrote() throws Exception {
		for (int i = 0; i < 4; i++) {
			Files.write(this.temp.resolve(i + ".png"), DatasetFiles.png(24, 16, i));
		}
		Path tar = this.temp.resolve("python.tar");
		Python.run(this.temp, WRITE, tar.toString());
		Path out = this.temp.resolve("out");
		assertThat(encode(tar.toString(), "--out", out.toString(), "--format", "webdataset", "--dtype", "float32"))
			.isZero();
		List<String> lines = Python.run(this.temp, READ, out.toString()).lines().toList();
		assertThat(lines).hasSize(5);
		assertThat(lines.get(2)).isEqualTo("00002 image 2 float32 (8, 2, 3)");
		assertThat(lines.get(4)).contains("DCAE.encoder", "DCAE.scaling_factor", "DCAE.source");
		try (TorchRunner runner = Fixture.of("tiny-mix").load(this.temp.resolve("cache"), Precision.FP32)) {
			for (int i = 0; i < 4; i++) {
				Tensor latent = Npy.parse(Files.readAllBytes(this.temp.resolve("image %d.npy".formatted(i))));
				EncodeFolderTests.assertIsTheLatentOf(runner, EncodeFolderTests.image(24, 16, i), latent, 3e-5f);
			}
		}
	}

	private static final String STATISTICS = """
			import json, struct, sys, os
			import numpy
			types = {"F64": "<f8", "I64": "<i8", "F16": "<f2"}
			def read(path):
			    data = open(path, "rb").read()
			    length, = struct.unpack("<Q", data[:8])
			    head = json.loads(data[8:8 + length])
			    head.pop("__metadata__", None)
			    return {name: numpy.frombuffer(data[8 + length:][slice(*one["data_offsets"])],
			                                   types[one["dtype"]]).reshape(one["shape"]) for name, one in head.items()}
			folder = os.path.join(sys.argv[1], "latents")
			parts = [read(os.path.join(folder, name)) for name in sorted(os.listdir(folder)) if name.endswith(".safetensors")]
			latents = numpy.concatenate([part["latents"] for part in parts]).astype("float64")
			assert all(part["latents_flip"].shape == part["latents"].shape for part in parts)
			assert all(part["labels"].shape == part["latents"].shape[:1] for part in parts)
			stats = read(os.path.join(sys.argv[1], "stats.safetensors"))
			assert numpy.allclose(stats["mean"], latents.mean(axis=(0, 2, 3)))
			assert numpy.allclose(stats["std"], latents.std(axis=(0, 2, 3)))
			assert stats["count"][0] * 8 == latents.size
			print(len(latents), sorted(label for part in parts for label in part["labels"]))
			""";

	@Test
	void lightningDitsReaderFindsItsTensorsAndTheStatisticsAreNumPys() throws Exception {
		for (int i = 0; i < 6; i++) {
			Path file = this.temp.resolve("photos").resolve((i % 2 == 0) ? "ant" : "bee").resolve(i + ".png");
			Files.createDirectories(Objects.requireNonNull(file.getParent()));
			Files.write(file, DatasetFiles.png(16, 16, i));
		}
		Path out = this.temp.resolve("out");
		assertThat(encode(this.temp.resolve("photos").toString(), "--out", out.toString(), "--format", "lightningdit"))
			.isZero();
		assertThat(
				Python.run(this.temp, STATISTICS, out.toString()).replaceAll("np\\.int64\\(([0-9]+)\\)", "$1").strip())
			.isEqualTo("6 [0, 0, 0, 1, 1, 1]");
	}

	private static int encode(String... arguments) {
		List<String> all = new ArrayList<>(List.of("encode-dataset"));
		all.addAll(List.of(arguments));
		all.addAll(List.of("--cache-dir", "target/cli-tests", "--device", "cpu", "--model",
				"src/test/resources/fixtures/tiny-mix"));
		CommandLine commands = Commands.commandLine();
		commands.setErr(new PrintWriter(new StringWriter()));
		commands.setOut(new PrintWriter(new StringWriter()));
		return commands.execute(all.toArray(String[]::new));
	}

}
