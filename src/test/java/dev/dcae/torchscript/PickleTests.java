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
package dev.dcae.torchscript;

import java.util.List;
import java.util.Map;

import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.torchscript.Unpickler.Call;
import dev.dcae.torchscript.Unpickler.Global;
import dev.dcae.torchscript.Unpickler.Instance;
import dev.dcae.torchscript.Unpickler.Persistent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The object graph that PyTorch's unpickler will see.
 */
class PickleTests {

	@Test
	void aModuleIsItsClassAndItsAttributes() {
		Value.Module child = Value.Module.of("norm.Child");
		Value.Module root = Value.Module.of("conv.Root")
			.with("stride", 2)
			.with("negative", -1)
			.with("flag", true)
			.with("other", false)
			.with("name", "größe")
			.with("bias", new Value.None())
			.with("child", child);
		assertThat(Unpickler.read(Pickle.of(root).bytes()))
			.isEqualTo(new Instance(new Global("__torch__.dcae.conv.Root"),
					Map.of("stride", 2L, "negative", -1L, "flag", true, "other", false, "name", "größe", "bias",
							Unpickler.NONE, "child", new Instance(new Global("__torch__.dcae.norm.Child"), Map.of()))));
	}

	@Test
	void aConvolutionsWeightIsChannelsLast() {
		assertThat(tensor(DType.F32, new Shape(16, 8, 3, 3)))
			.isEqualTo(call("FloatStorage", 16 * 8 * 9, List.of(16L, 8L, 3L, 3L), List.of(72L, 1L, 24L, 8L)));
	}

	@ParameterizedTest
	@CsvSource({ "F32, FloatStorage", "F16, HalfStorage", "BF16, BFloat16Storage" })
	void aStorageHasTheTypeOfItsWeight(DType dtype, String storage) {
		assertThat(tensor(dtype, new Shape(5))).isEqualTo(call(storage, 5, List.of(5L), List.of(1L)));
	}

	@Test
	void moreElementsThanAnIntCountsAreWritten() {
		assertThat(tensor(DType.BF16, new Shape(1L << 32, 3)))
			.isEqualTo(call("BFloat16Storage", 3L << 32, List.of(1L << 32, 3L), List.of(3L, 1L)));
	}

	@Test
	void storagesAreNumberedInTheOrderOfTheWeights() {
		Weight first = weight(DType.F32, new Shape(1));
		Weight second = weight(DType.F32, new Shape(2));
		Pickle.Pickled pickled = Pickle.of(Value.Module.of("conv.Conv").with("weight", first).with("bias", second));
		assertThat(pickled.weights()).containsExactly(first, second);
		Instance root = (Instance) Unpickler.read(pickled.bytes());
		assertThat(List.of(key(root, "weight"), key(root, "bias"))).containsExactly("0", "1");
	}

	@Test
	void constantsAreAnEmptyTuple() {
		assertThat(Unpickler.read(Pickle.emptyTuple())).isEqualTo(List.of());
	}

	private static Object key(Instance module, String attribute) {
		Call rebuild = (Call) java.util.Objects.requireNonNull(module.state().get(attribute));
		return ((Persistent) rebuild.arguments().getFirst()).id().get(2);
	}

	private static Object tensor(DType dtype, Shape shape) {
		Value.Module root = Value.Module.of("conv.Conv").with("weight", weight(dtype, shape));
		Instance read = (Instance) Unpickler.read(Pickle.of(root).bytes());
		return java.util.Objects.requireNonNull(read.state().get("weight"));
	}

	private static Weight weight(DType dtype, Shape shape) {
		return new Weight("weight", dtype, shape, (row, into) -> {
			throw new AssertionError("Nothing is read to pickle it");
		});
	}

	private static Call call(String storage, long elements, List<Long> sizes, List<Long> strides) {
		Persistent id = new Persistent(List.of("storage", new Global("torch." + storage), "0", "cpu", elements));
		return new Call(new Global("torch._utils._rebuild_tensor_v2"),
				List.of(id, 0L, sizes, strides, false, new Call(new Global("collections.OrderedDict"), List.of())));
	}

}
