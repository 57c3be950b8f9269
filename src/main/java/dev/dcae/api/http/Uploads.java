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
package dev.dcae.api.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import dev.dcae.api.problem.OverloadedException;
import dev.dcae.serving.Caller;

/**
 * Bounds the bodies that are on their way at once, of each caller with a key and of each
 * client by its address: what each of them holds is small, and all together are not.
 */
public final class Uploads {

	private final int most;

	private final Map<Object, Integer> underWay = new ConcurrentHashMap<>();

	/**
	 * A bound for each.
	 * @param most bodies at once
	 */
	public Uploads(int most) {
		this.most = most;
	}

	/**
	 * Lets a body begin.
	 * @param address of its client; none if it is not known, or that of a proxy
	 * @return what is to be run when it is there, or given up
	 * @throws OverloadedException if there are as many as there may be
	 */
	Runnable begin(Caller caller, Optional<String> address) {
		List<Object> counted = new ArrayList<>();
		Runnable end = () -> counted.forEach(this::end);
		if (!caller.equals(Caller.ANYONE)) {
			begin(caller, counted, end);
		}
		address.ifPresent((known) -> begin(known, counted, end));
		return end;
	}

	private void begin(Object sender, List<Object> counted, Runnable end) {
		counted.add(sender);
		if (this.underWay.merge(sender, 1, Integer::sum) > this.most) {
			end.run();
			throw (sender instanceof Caller caller) ? OverloadedException.ofUploads(caller, this.most)
					: OverloadedException.ofUploads(this.most);
		}
	}

	private void end(Object sender) {
		this.underWay.computeIfPresent(sender, (_, count) -> (count > 1) ? count - 1 : null);
	}

	/**
	 * The senders of whom a body is on its way.
	 */
	int senders() {
		return this.underWay.size();
	}

}
