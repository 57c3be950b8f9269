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
package dev.dcae.api.connection;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/**
 * Begins the farewell to connections: {@code GET /actuator/drain?seconds=10} of the
 * management port, for the hook that Kubernetes calls before it tells a container to end,
 * and which cannot send anything else than GET. The answer comes after those seconds, as
 * the container is told then. Nothing is refused meanwhile.
 */
@WebEndpoint(id = "drain")
public final class DrainEndpoint {

	private static final int LONGEST = 3600;

	private final Farewell farewell;

	public DrainEndpoint(Farewell farewell) {
		this.farewell = farewell;
	}

	/**
	 * Begins, and answers after some time.
	 * @param seconds from 0, at once, to an hour
	 */
	@ReadOperation
	public Map<String, Boolean> drain(@Nullable Integer seconds) throws InterruptedException {
		int held = (seconds != null) ? seconds : 0;
		if (held < 0 || held > LONGEST) {
			String reason = "seconds is %d; it is 0 to %d".formatted(held, LONGEST);
			throw new InvalidEndpointRequestException(reason, reason);
		}
		this.farewell.drain();
		Thread.sleep(Duration.ofSeconds(held));
		return Map.of("draining", true);
	}

}
