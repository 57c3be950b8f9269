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
package dev.dcae.pipeline;

import java.util.List;
import java.util.function.Function;

/**
 * The answer to a request to a model.
 *
 * @param retriedInFp32 true if half precision overflowed and float32 did not
 * @param tiled true if it was made in tiles, which is near the result of one piece but
 * not equal to it
 */
public record Result<T>(T value, boolean retriedInFp32, boolean tiled) {

	/**
	 * Something else made of the value.
	 */
	public <R> Result<R> map(Function<? super T, ? extends R> change) {
		return new Result<>(change.apply(this.value), this.retriedInFp32, this.tiled);
	}

	/**
	 * The answer to a request that follows from this one's value.
	 */
	public <R> Result<R> then(Function<? super T, Result<R>> next) {
		Result<R> result = next.apply(this.value);
		return new Result<>(result.value, this.retriedInFp32 || result.retriedInFp32, this.tiled || result.tiled);
	}

	/**
	 * Many results as one, which is retried or tiled if one of them is.
	 */
	public static <T> Result<List<T>> all(List<Result<T>> results) {
		return new Result<>(results.stream().map(Result::value).toList(),
				results.stream().anyMatch(Result::retriedInFp32), results.stream().anyMatch(Result::tiled));
	}

}
