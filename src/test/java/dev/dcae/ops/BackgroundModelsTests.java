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

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import dev.dcae.checkpoint.CheckpointSource;
import dev.dcae.model.Autoencoder;
import dev.dcae.model.ConfigJson;
import dev.dcae.model.Precision;
import dev.dcae.model.UnusableException;
import dev.dcae.serving.Scheduler;
import dev.dcae.serving.ServedModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/**
 * Models that are loaded when the service is ready already.
 */
class BackgroundModelsTests {

	@Test
	void theyAreExpectedUntilTheyAreServed() {
		ModelHost host = IdleModels.host((spec) -> IdleModels.prepared(spec, ConfigJson.tinyKl()), spec("first", false),
				spec("second", true));
		try (Scheduler _ = host.scheduler()) {
			ServedModels models = host.loader().models();
			host.loader().start();
			assertThat(models.all()).extracting(Autoencoder::id).containsExactly("first");
			assertThat(models.isExpected("second")).isTrue();
			assertThat(models.isExpected("first")).isFalse();
			host.loader().loadInBackground();
			assertThat(models.all()).extracting(Autoencoder::id).containsExactly("first", "second");
			assertThat(models.isExpected("second")).isFalse();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void oneThatCannotBeLoadedIsLeftOut(boolean foreseen) {
		ModelHost host = IdleModels.host((spec) -> {
			if (spec.id().equals("second")) {
				throw foreseen ? new UnusableException("there is no such folder", "name another")
						: new IllegalStateException("nobody thought of this");
			}
			return IdleModels.prepared(spec, ConfigJson.tinyKl());
		}, spec("first", false), spec("second", true), spec("third", true));
		try (Scheduler scheduler = host.scheduler()) {
			host.loader().start();
			host.loader().loadInBackground();
			assertThat(host.loader().models().all()).extracting(Autoencoder::id).containsExactly("first", "third");
			assertThat(host.loader().models().isExpected("second")).isFalse();
			assertThat(scheduler.status().isServing()).isTrue();
		}
	}

	@Test
	void anErrorLeavesThoseAfterItToBeLoaded() {
		ModelHost host = IdleModels.host((spec) -> {
			if (spec.id().equals("second")) {
				throw new InternalError("a fault occurred in an unsafe memory access operation");
			}
			return IdleModels.prepared(spec, ConfigJson.tinyKl());
		}, spec("first", false), spec("second", true), spec("third", true));
		try (Scheduler _ = host.scheduler()) {
			host.loader().start();
			host.loader().loadInBackground();
			assertThat(host.loader().models().all()).extracting(Autoencoder::id).containsExactly("first", "third");
			assertThat(host.loader().models().isExpected("second")).isFalse();
		}
	}

	@Test
	void oneThatIsUnloadedBeforeItsTurnIsNotLoaded() {
		ModelHost host = IdleModels.host((spec) -> IdleModels.prepared(spec, ConfigJson.tinyKl()), spec("first", false),
				spec("second", true), spec("third", true));
		try (Scheduler _ = host.scheduler()) {
			ServedModels models = host.loader().models();
			host.loader().start();
			assertThat(host.loader().load("third")).isTrue();
			assertThat(models.isExpected("third")).isFalse();
			assertThat(host.loader().unload("second")).isTrue();
			assertThat(models.isExpected("second")).isFalse();
			assertThat(host.loader().unload("third")).isTrue();
			host.loader().loadInBackground();
			assertThat(models.all()).extracting(Autoencoder::id).containsExactly("first");
		}
	}

	@Test
	void othersAreLoadedAndUnloadedWhileOneIsPrepared() throws Exception {
		CountDownLatch opening = new CountDownLatch(1);
		CompletableFuture<Void> opened = new CompletableFuture<>();
		List<String> asked = new CopyOnWriteArrayList<>();
		ModelHost host = IdleModels.host((spec) -> {
			asked.add(spec.id());
			if (spec.id().equals("second")) {
				opening.countDown();
				opened.join();
			}
			return IdleModels.prepared(spec, ConfigJson.tinyKl());
		}, spec("first", false), spec("second", true), spec("third", true));
		try (Scheduler _ = host.scheduler()) {
			host.loader().start();
			Thread loading = Thread.ofPlatform().start(host.loader()::loadInBackground);
			opening.await();
			try {
				assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
					assertThat(host.loader().unload("third")).isTrue();
					assertThat(host.loader().unload("first")).isTrue();
					assertThat(host.loader().load("first")).isTrue();
				});
			}
			finally {
				opened.complete(null);
				loading.join();
			}
			assertThat(asked).containsExactly("first", "second", "first");
			assertThat(host.loader().models().all()).extracting(Autoencoder::id)
				.containsExactlyInAnyOrder("first", "second");
		}
	}

	@Test
	void theServiceIsReadyWhileOneIsLoaded() throws Exception {
		CountDownLatch opening = new CountDownLatch(1);
		CompletableFuture<Void> opened = new CompletableFuture<>();
		ModelHost host = IdleModels.host((spec) -> {
			PreparedModel prepared = IdleModels.prepared(spec, ConfigJson.tinyKl());
			return new PreparedModel(prepared.autoencoder(), (device, precision) -> {
				if (spec.id().equals("second")) {
					opening.countDown();
					opened.join();
				}
				return prepared.runners().open(device, precision);
			});
		}, spec("first", false), spec("second", true));
		try (Scheduler scheduler = host.scheduler()) {
			host.loader().start();
			Thread loading = Thread.ofPlatform().start(host.loader()::loadInBackground);
			opening.await();
			assertThat(scheduler.status().isServing()).isTrue();
			assertThat(host.loader().models().isExpected("second")).isTrue();
			opened.complete(null);
			loading.join();
			assertThat(scheduler.models().find("second")).isPresent();
		}
	}

	private static ModelSpec spec(String id, boolean inBackground) {
		return new ModelSpec(id, CheckpointSource.of("/" + id), Precision.FP32, List.of("cpu"), ModelSpec.Tiles.DEFAULT,
				true, Optional.empty(), inBackground);
	}

}
