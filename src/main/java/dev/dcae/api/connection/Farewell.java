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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Ends connections where no request is lost: by {@code Connection: close} in an answer,
 * after which their clients send nothing more. All of them when the service drains, which
 * a hook may begin before the service is told to end, and else those that are old, so
 * that instances that were added since get their share. A shutdown first waits until the
 * connections that are kept have had their last answer, and closes those that had none in
 * time: before Spring Boot closes the port, after which requests on them are dropped.
 */
public final class Farewell implements SmartLifecycle {

	private static final Logger log = LoggerFactory.getLogger(Farewell.class);

	private static final Duration LOOK = Duration.ofMillis(20);

	private final Duration oldest;

	private final Duration patience;

	private final List<Connections> all = new CopyOnWriteArrayList<>();

	private volatile boolean draining;

	private volatile long since;

	private volatile boolean running;

	/**
	 * A farewell to connections.
	 * @param oldest that connections become; zero for no limit
	 * @param patience with connections that are kept without a request, from the first
	 * sign of the shutdown
	 */
	public Farewell(Duration oldest, Duration patience) {
		this.oldest = oldest;
		this.patience = patience;
	}

	/**
	 * Takes charge of the connections of a port.
	 */
	public void watch(Connections connections) {
		announce(connections);
		this.all.add(connections);
	}

	/**
	 * Has the connections of a port that only probes and scrapers use end likewise. A
	 * shutdown waits for none of them.
	 */
	public void announce(Connections connections) {
		connections.closeAfterAnswer(this::isLast);
	}

	private boolean isLast(Connection connection) {
		return this.draining || (this.oldest.isPositive() && connection.isOlderThan(this.oldest, System.nanoTime()));
	}

	/**
	 * Has each connection end with its next answer from now on.
	 */
	synchronized void drain() {
		if (!this.draining) {
			this.since = System.nanoTime();
			this.draining = true;
			log.info("From now on connections end with their next answer");
		}
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		drain();
		try {
			while (idle() > 0 && System.nanoTime() - this.since < this.patience.toNanos()) {
				Thread.sleep(LOOK);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.all.forEach(Connections::closeIdle);
		this.running = false;
	}

	private long idle() {
		return this.all.stream().mapToLong(Connections::idle).sum();
	}

	@Override
	public void stop(Runnable callback) {
		Thread.ofVirtual().name("farewell").start(() -> {
			try {
				stop();
			}
			finally {
				callback.run();
			}
		});
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

	/**
	 * Stopped before the web server, and all else.
	 */
	@Override
	public int getPhase() {
		return DEFAULT_PHASE;
	}

}
