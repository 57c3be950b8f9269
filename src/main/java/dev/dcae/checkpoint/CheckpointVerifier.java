package dev.dcae.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

/**
 * Holds what a checkpoint has against what its config asks for.
 */
final class CheckpointVerifier {

	private static final int NAMED = 10;

	private static final String COUNTER = ".num_batches_tracked";

	private CheckpointVerifier() {
	}

	static void verify(String checkpoint, Map<String, Shape> expected, Map<String, Tensor> found) {
		List<String> problems = new ArrayList<>();
		expected.forEach((name, shape) -> {
			Tensor tensor = found.get(name);
			if (tensor == null) {
				problems.add("missing " + name);
			}
			else if (!tensor.shape().equals(shape)) {
				problems.add("%s has the shape %s, not %s".formatted(name, tensor.shape(), shape));
			}
			else if (name.endsWith(COUNTER) ? tensor.dtype() != DType.I64 : !tensor.dtype().isFloat()) {
				problems.add("%s is %s, not %s".formatted(name, tensor.dtype().torchName(),
						name.endsWith(COUNTER) ? "int64" : "float32, float16 or bfloat16"));
			}
		});
		for (String name : found.keySet()) {
			if (!expected.containsKey(name)) {
				problems.add("unexpected " + name);
			}
		}
		if (!problems.isEmpty()) {
			String named = String.join("; ", problems.subList(0, Math.min(NAMED, problems.size())));
			String rest = (problems.size() > NAMED) ? " and %d more".formatted(problems.size() - NAMED) : "";
			throw new CheckpointException(
					"The tensors of %s do not fit its config: %s%s".formatted(checkpoint, named, rest));
		}
	}

}
