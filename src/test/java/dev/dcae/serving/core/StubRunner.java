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
