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
package dev.dcae.bench;

import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * The queue that nothing beats without knowing the future: one line in front of equal servers, first come, first served,
 * with no time lost between them.
 */
final class SingleQueue {

	private SingleQueue() {
	}

	/**
	 * The times that requests spend there, in milliseconds, sorted.
	 * @param arrivals nanoseconds, in order
	 * @param from when an answer begins to count, in nanoseconds
	 * @param services measured times that a request is served for, in milliseconds, to draw from
	 */
	static Times simulate(long[] arrivals, long from, int servers, double[] services, long seed) {
		Random random = new Random(seed);
		PriorityQueue<Double> free = new PriorityQueue<>();
		for (int i = 0; i < servers; i++) {
			free.add(0.0);
		}
		double[] spent = new double[arrivals.length];
		int count = 0;
		for (long arrival : arrivals) {
			double at = arrival / 1e6;
			double begins = Math.max(at, free.remove());
			double ends = begins + services[random.nextInt(services.length)];
			free.add(ends);
			if (ends >= from / 1e6) {
				spent[count++] = ends - at;
			}
		}
		double[] counted = Arrays.copyOf(spent, count);
		Arrays.sort(counted);
		return new Times(counted);
	}

}
