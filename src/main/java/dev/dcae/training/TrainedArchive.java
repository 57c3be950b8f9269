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
package dev.dcae.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Predicate;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;

/**
 * An archive in libtorch whose tensors can be trained. Not for several threads.
 */
final class TrainedArchive implements AutoCloseable {

	/**
	 * One name in the folder of a run, so that a run goes on over what it left when it
	 * was killed. Not a hidden one: DJL overlooks these, and takes a folder with nothing
	 * else than another for that.
	 */
	static final String FILE = "archive.pt";

	private final Model model;

	private final SequencedMap<String, NDArray> parameters;

	private final ParameterStore store = new ParameterStore();

	private TrainedArchive(Model model, SequencedMap<String, NDArray> parameters) {
		this.model = model;
		this.parameters = parameters;
	}

	/**
	 * Writes an archive.
	 */
	interface Writer {

		void writeTo(FileChannel channel) throws IOException;

	}

	/**
	 * Loads an archive.
	 * @param folder of the run, where it is written meanwhile
	 * @param names of its tensors, by those that libtorch gives them
	 * @param trained tells by name which get gradients
	 */
	static TrainedArchive load(Path folder, Writer archive, Map<String, String> names, Predicate<String> trained) {
		Model model = Model.newInstance("training", "PyTorch");
		try {
			Path file = folder.resolve(FILE);
			try {
				try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE,
						StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
					archive.writeTo(channel);
				}
				model.load(folder, FILE, Map.of("trainParam", "true"));
			}
			finally {
				Files.deleteIfExists(file);
			}
			return new TrainedArchive(model, parameters(model, names, trained));
		}
		catch (IOException ex) {
			model.close();
			throw new UncheckedIOException("The archive to train cannot be written: " + ex.getMessage(), ex);
		}
		catch (MalformedModelException | RuntimeException ex) {
			model.close();
			throw new IllegalStateException("libtorch cannot load the archive to train", ex);
		}
	}

	private static SequencedMap<String, NDArray> parameters(Model model, Map<String, String> names,
			Predicate<String> trained) {
		SequencedMap<String, NDArray> parameters = new LinkedHashMap<>();
		for (Pair<String, Parameter> entry : model.getBlock().getDirectParameters()) {
			String name = names.get(entry.getKey());
			if (name == null) {
				throw new IllegalStateException("The archive has no tensor " + entry.getKey());
			}
			NDArray array = entry.getValue().getArray();
			array.setRequiresGradient(trained.test(name));
			if (trained.test(name)) {
				parameters.put(name, array);
			}
		}
		return parameters;
	}

	/**
	 * The tensors that are trained.
	 */
	SequencedMap<String, NDArray> parameters() {
		return this.parameters;
	}

	NDManager manager() {
		return this.model.getNDManager();
	}

	/**
	 * Calls a method. The answer belongs to whom the inputs do.
	 */
	NDList call(String method, NDManager manager, NDList inputs, boolean training) {
		NDArray name = manager.create(0f);
		name.setName("module_method:" + method);
		inputs.add(name);
		return this.model.getBlock().forward(this.store, inputs, training);
	}

	@Override
	public void close() {
		new ArrayList<>(this.parameters.values()).forEach(NDArray::close);
		this.model.close();
	}

}
