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
import java.util.function.Function;

import dev.dcae.serving.Caller;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Bounds what is under way at once, of each caller with a key and of each client by its
 * address: what each of them holds is small, and all together are not.
 */
public final class Senders {

	private final int most;

	private final Function<Optional<Caller>, RuntimeException> refusal;

	private final Map<Object, Integer> underWay = new ConcurrentHashMap<>();

	/**
	 * A bound for each.
	 * @param most at once
	 * @param refusal of one beyond it, by its caller, or else its address
	 */
	public Senders(int most, Function<Optional<Caller>, RuntimeException> refusal) {
		this.most = most;
		this.refusal = refusal;
	}

	/**
	 * Lets one more begin.
	 * @return what is to be run when it ends
	 * @throws RuntimeException the refusal, if there are as many as there may be
	 */
	public Runnable begin(HttpServletRequest request) {
		return begin(Callers.of(request), ClientAddress.of(request));
	}

	/**
	 * Lets one more begin, likewise.
	 * @param address of its client; none if it is not known, or that of a proxy
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
			throw this.refusal.apply((sender instanceof Caller caller) ? Optional.of(caller) : Optional.empty());
		}
	}

	private void end(Object sender) {
		this.underWay.computeIfPresent(sender, (_, count) -> (count > 1) ? count - 1 : null);
	}

	/**
	 * The number of those of whom something is under way.
	 */
	int count() {
		return this.underWay.size();
	}

}
