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

/**
 * The division of this machine's cores among the calls that run at once on its CPU.
 *
 * @param lanes that run a batch each
 * @param threads of each call
 */
public record CpuLanes(int lanes, int threads) {

	private static final int CORES = Runtime.getRuntime().availableProcessors();

	/**
	 * The lanes that there are unless it is configured. A core to itself wastes less than
	 * cores that wait for each other after every layer; more than a few lanes would make
	 * each request slow.
	 */
	private static final int USUAL = Math.min(CORES, 4);

	/**
	 * So many lanes, each with an equal part of the cores.
	 * @param lanes 0 is one for each core, at most 4
	 */
	public static CpuLanes of(int lanes) {
		int actual = (lanes > 0) ? lanes : USUAL;
		return new CpuLanes(actual, Math.max(1, CORES / actual));
	}

	/**
	 * All cores, for a call that has the CPU to itself.
	 */
	public int cores() {
		return Math.max(this.threads, CORES);
	}

}
