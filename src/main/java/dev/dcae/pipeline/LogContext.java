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

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;

import io.micrometer.context.ContextExecutorService;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.context.integration.Slf4jThreadLocalAccessor;

/**
 * Takes what stands in each line of a request's log along to the threads that work for
 * it.
 */
final class LogContext {

	private static final ContextSnapshotFactory SNAPSHOTS = ContextSnapshotFactory.builder()
		.contextRegistry(new ContextRegistry().registerThreadLocalAccessor(new Slf4jThreadLocalAccessor()))
		.clearMissing(true)
		.build();

	private LogContext() {
	}

	/**
	 * Work that logs in the context of this thread.
	 */
	static <T> Callable<T> carriedBy(Callable<T> work) {
		return SNAPSHOTS.captureAll().wrap(work);
	}

	/**
	 * An executor whose work logs in the context of the thread that submitted it.
	 */
	static ExecutorService carriedBy(ExecutorService threads) {
		return ContextExecutorService.wrap(threads, SNAPSHOTS::captureAll);
	}

}
