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

/**
 * How a step is made of the gradients.
 */
public enum UpdateRule {

	/**
	 * AdamW (Loshchilov and Hutter 2019) for every tensor.
	 */
	ADAMW,

	/**
	 * {@link Muon} for the matrices that a norm follows, AdamW for the rest.
	 */
	MUON

}
