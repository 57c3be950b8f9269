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
package dev.dcae.ops;

import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;

import dev.dcae.engine.EngineRunException;
import dev.dcae.model.UnusableException;
import dev.dcae.serving.DeviceFaultException;
import dev.dcae.serving.OutOfDeviceMemoryException;
import org.jspecify.annotations.Nullable;

/**
 * A configured model that cannot be served, for a reason that somebody can mend.
 */
public final class ModelLoadException extends UnusableException {

	private ModelLoadException(String problem, String remedy, Throwable cause) {
		super(problem, remedy, cause);
	}

	/**
	 * The failure to load a model.
	 * @return a {@link ModelLoadException} of this model, or the failure itself if it is
	 * none that was foreseen
	 */
	public static RuntimeException of(String model, RuntimeException failure) {
		return switch (failure) {
			case ModelLoadException known -> known;
			case UnusableException unusable -> of(model, unusable.problem(), unusable.remedy(), failure);
			case OutOfDeviceMemoryException _ -> of(model, "it does not fit the memory of its device",
					"load fewer models there, or this one in another dtype (dcae.models[n].dtype: bf16 takes half of fp32)",
					failure);
			case DeviceFaultException _ -> of(model, "its device failed when it was loaded",
					"see what nvidia-smi and the log of the kernel say of it, then start again", failure);
			case EngineRunException _ -> of(model, reason(failure),
					"logging.level.dev.dcae=debug shows what libtorch says; is another libtorch in PYTORCH_LIBRARY_PATH?",
					failure);
			case UncheckedIOException io -> of(model, reason(io), place(io.getCause()), failure);
			case IllegalArgumentException _ -> of(model, reason(failure), "", failure);
			default -> failure;
		};
	}

	private static ModelLoadException of(String model, String problem, String remedy, RuntimeException failure) {
		return new ModelLoadException("The model %s cannot be served: %s".formatted(model, problem), remedy, failure);
	}

	private static String reason(RuntimeException failure) {
		return (failure.getMessage() != null) ? failure.getMessage() : failure.toString();
	}

	private static String place(@Nullable Throwable ex) {
		return (ex instanceof AccessDeniedException)
				? "let the process write there, or name another folder in dcae.cache-dir"
				: "make room there, or name another folder in dcae.cache-dir";
	}

}
