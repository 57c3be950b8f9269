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

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import dev.dcae.DcaeApplication;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;

import org.springframework.boot.SpringApplication;
import org.springframework.context.support.GenericApplicationContext;

/**
 * The service with two leaks, one on the heap and one beside it: at each request it keeps {@code leak.bytes} of both. What
 * measures leaks must see them.
 */
public final class LeakingService {

	static final String BYTES = "leak.bytes";

	private LeakingService() {
	}

	public static void main(String[] args) {
		int bytes = Integer.getInteger(BYTES, 0);
		SpringApplication application = new SpringApplication(DcaeApplication.class);
		application.addInitializers((context) -> ((GenericApplicationContext) context).registerBean(Leak.class,
				() -> new Leak(bytes)));
		application.run(args);
	}

	/**
	 * Every filter among the beans sees every request.
	 */
	private static final class Leak implements Filter {

		private final Queue<byte[]> kept = new ConcurrentLinkedQueue<>();

		private final int bytes;

		Leak(int bytes) {
			this.bytes = bytes;
		}

		@Override
		public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
				throws IOException, ServletException {
			this.kept.add(new byte[this.bytes]);
			// Zeroed, and so touched.
			Arena.global().allocate(this.bytes);
			chain.doFilter(request, response);
		}

	}

}
