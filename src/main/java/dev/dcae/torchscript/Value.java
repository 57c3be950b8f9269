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

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * The value of a module's attribute.
 */
sealed interface Value permits Value.Module, Weight, Value.Int, Value.Real, Value.Bool, Value.Text, Value.None {

	/**
	 * An instance of a class of the archive's code.
	 *
	 * @param type the class's qualified name, such as {@code __torch__.dcae.conv.Conv}
	 * @param attributes in the order in which the class declares them
	 */
	record Module(String type, SequencedMap<String, Value> attributes) implements Value {

		public Module {
			attributes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(attributes));
		}

		/**
		 * An instance of a class of this package's resources.
		 * @param type its name behind {@code __torch__.dcae.}
		 */
		static Module of(String type) {
			return new Module(Code.PACKAGE + type, new LinkedHashMap<>());
		}

		Module with(String name, Value value) {
			SequencedMap<String, Value> more = new LinkedHashMap<>(this.attributes);
			more.put(name, value);
			return new Module(this.type, more);
		}

		Module with(String name, int value) {
			return with(name, new Int(value));
		}

		Module with(String name, double value) {
			return with(name, new Real(value));
		}

		Module with(String name, boolean value) {
			return with(name, new Bool(value));
		}

		Module with(String name, String value) {
			return with(name, new Text(value));
		}

	}

	/**
	 * An {@code int} attribute.
	 */
	record Int(int value) implements Value {
	}

	/**
	 * A {@code float} attribute, which in TorchScript is a double.
	 */
	record Real(double value) implements Value {
	}

	/**
	 * A {@code bool} attribute.
	 */
	record Bool(boolean value) implements Value {
	}

	/**
	 * A {@code str} attribute.
	 */
	record Text(String value) implements Value {
	}

	/**
	 * An absent {@code Optional[Tensor]}.
	 */
	record None() implements Value {
	}

}
