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
package dev.dcae.serving.core;

import java.util.List;
import java.util.function.Function;

import dev.dcae.model.Operation;
import dev.dcae.serving.BatchRunner;
import dev.dcae.serving.ItemResult;
import dev.dcae.tensor.Tensor;

/**
 * A runner that is one function.
 */
record StubRunner(Function<List<Tensor>, List<ItemResult>> function) implements BatchRunner {

	@Override
	public List<ItemResult> run(Operation operation, List<Tensor> items) {
		return this.function.apply(items);
	}

	@Override
	public void close() {
	}

}
