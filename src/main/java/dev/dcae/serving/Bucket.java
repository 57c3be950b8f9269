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
package dev.dcae.serving;

import dev.dcae.model.Operation;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;

/**
 * The traits that items must share to ride in one batch.
 *
 * @param shape of one item, without a batch dimension
 * @param precision {@link ReplicaPrecision#NORMAL} but for items that must run again
 */
public record Bucket(String model, Operation operation, Shape shape, DType dtype, ReplicaPrecision precision) {

	/**
	 * The bucket of a new item.
	 */
	public static Bucket of(WorkItem work) {
		return new Bucket(work.model(), work.operation(), work.input().shape(), work.input().dtype(),
				ReplicaPrecision.NORMAL);
	}

	/**
	 * The bucket of those of its items that must run again.
	 */
	public Bucket inFp32() {
		return new Bucket(this.model, this.operation, this.shape, this.dtype, ReplicaPrecision.FP32);
	}

}
