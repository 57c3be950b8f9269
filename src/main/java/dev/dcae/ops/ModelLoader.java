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

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import dev.dcae.model.Autoencoder;
import dev.dcae.model.Precision;
import dev.dcae.model.UnusableException;
import dev.dcae.serving.ModelLimits;
import dev.dcae.serving.Scheduler;
import dev.dcae.serving.ServedModels;
import dev.dcae.serving.ServingException;
import dev.dcae.serving.ServedModel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Loads the configured models before the web server opens its port, or once it has those
 * that are for the background, and drains the scheduler after it has closed it. A model
 * that cannot be loaded stops the start, with its reason; in the background it is left
 * out.
 */
public final class ModelLoader implements SmartLifecycle {

	private static final Logger log = LoggerFactory.getLogger(ModelLoader.class);

	private final List<ModelSpec> specs;

	private final ModelSource source;

	private final Scheduler scheduler;

	private final CpuMemory memory;

	/**
	 * The models that were loaded, by their ids.
	 */
	private final Map<String, Autoencoder> known = new ConcurrentHashMap<>();

	/**
	 * The weights of those on the CPU, in bytes, and their sum, which bounds the batches
	 * of each of them.
	 */
	private final Map<String, Long> weights = new HashMap<>();

	private volatile long allWeights;

	/**
	 * The ids of those that are still to be loaded in the background.
	 */
	private final Set<String> expected = ConcurrentHashMap.newKeySet();

	/**
	 * One for each id: what another model waits for, as for a download, may take hours.
	 */
	private final Map<String, Lock> locks = new ConcurrentHashMap<>();

	private volatile boolean running;

	/**
	 * A loader for the service's start.
	 * @param specs in the order in which they are shown; the first is the default
	 * @param source of the models
	 * @param memory that bounds batches on the CPU
	 */
	public ModelLoader(List<ModelSpec> specs, ModelSource source, Scheduler scheduler, CpuMemory memory) {
		this.specs = List.copyOf(specs);
		this.source = source;
		this.scheduler = scheduler;
		this.memory = memory;
		specs.stream().filter(ModelSpec::inBackground).map(ModelSpec::id).forEach(this.expected::add);
	}

	@Override
	public void start() {
		this.specs.stream().filter((spec) -> !spec.inBackground()).forEach(this::load);
		this.running = true;
	}

	/**
	 * Loads the models that are for the background, one after the other, for as long as
	 * the service runs. For a thread of its own, when everything else has started.
	 */
	public void loadInBackground() {
		this.specs.stream().filter(ModelSpec::inBackground).forEach((spec) -> loadLate(spec.id()));
	}

	private void loadLate(String id) {
		Lock lock = lock(id);
		lock.lock();
		try {
			if (this.running && this.expected.contains(id)) {
				load(id);
			}
		}
		catch (ModelLoadException ex) {
			log.error("{}", ex.getMessage());
			log.debug("The model {} cannot be loaded", id, ex);
		}
		catch (ServingException.Draining ex) {
			log.debug("The model {} is not loaded any more", id, ex);
		}
		catch (RuntimeException | Error ex) {
			// Unforeseen, as a fault in a mapped file is: those after it are loaded all
			// the same.
			log.error("The model {} cannot be loaded", id, ex);
		}
		finally {
			this.expected.remove(id);
			lock.unlock();
		}
	}

	private Lock lock(String id) {
		return this.locks.computeIfAbsent(id, (absent) -> new ReentrantLock());
	}

	/**
	 * The models that the scheduler serves, which also know those that are expected.
	 */
	public ServedModels models() {
		ServedModels served = this.scheduler.models();
		return new ServedModels() {

			@Override
			public Optional<Autoencoder> find(String id) {
				return served.find(id);
			}

			@Override
			public Collection<Autoencoder> all() {
				return served.all();
			}

			@Override
			public boolean isExpected(String id) {
				return ModelLoader.this.expected.contains(id);
			}

		};
	}

	List<String> ids() {
		return this.specs.stream().map(ModelSpec::id).toList();
	}

	/**
	 * Loads a configured model, unless it is loaded, and waits until it is ready.
	 * @return whether the id is configured
	 * @throws ModelLoadException if it cannot be loaded, for a reason that was foreseen
	 */
	boolean load(String id) {
		for (ModelSpec spec : this.specs) {
			if (spec.id().equals(id)) {
				Lock lock = lock(id);
				lock.lock();
				try {
					if (this.scheduler.models().find(id).isEmpty()) {
						load(spec);
					}
					this.expected.remove(id);
					return true;
				}
				finally {
					lock.unlock();
				}
			}
		}
		return false;
	}

	/**
	 * Unloads a configured model, and waits until its work in flight is done. One that is
	 * to be loaded in the background is not.
	 * @return whether the id is configured
	 */
	boolean unload(String id) {
		if (!ids().contains(id)) {
			return false;
		}
		// Its turn may come sooner than this one's with the lock.
		this.expected.remove(id);
		Lock lock = lock(id);
		lock.lock();
		try {
			if (this.scheduler.models().find(id).isPresent()) {
				this.scheduler.unregister(id).join();
				weigh(id, 0);
				log.info("Model {} is unloaded", id);
			}
			return true;
		}
		finally {
			lock.unlock();
		}
	}

	private void load(ModelSpec spec) {
		long start = System.nanoTime();
		Autoencoder model;
		try {
			PreparedModel prepared = this.source.prepare(spec);
			model = standing(spec, prepared.autoencoder());
			this.known.put(spec.id(), model);
			warnOfOverflow(model);
			weigh(spec.id(), this.memory.weights(model, spec.fp32Retry()));
			ModelLimits limits = ModelLimits.of(model.config(), this.memory.of(model, () -> this.allWeights));
			this.scheduler.register(new ServedModel(model, limits, prepared.runners(), spec.fp32Retry())).join();
		}
		catch (CompletionException ex) {
			weigh(spec.id(), 0);
			throw ModelLoadException.of(spec.id(), (ex.getCause() instanceof RuntimeException cause) ? cause : ex);
		}
		catch (RuntimeException ex) {
			weigh(spec.id(), 0);
			throw ModelLoadException.of(spec.id(), ex);
		}
		catch (Error ex) {
			weigh(spec.id(), 0);
			throw ex;
		}
		log.info("Model {} ({}, f{}c{}, {}) is ready on {} after {} ms{}", model.id(), model.config().family(),
				model.config().ratio(), model.config().latentChannels(), model.precision(), model.devices(),
				(System.nanoTime() - start) / 1_000_000, model.note().isEmpty() ? "" : "; note: " + model.note());
	}

	/**
	 * The memory of the process for one lane on the CPU, as the weights leave it at the
	 * moment, in bytes.
	 */
	public long laneBytes() {
		return this.memory.part(this.allWeights);
	}

	private synchronized void weigh(String id, long bytes) {
		this.weights.put(id, bytes);
		this.allWeights = this.weights.values().stream().mapToLong(Long::longValue).sum();
	}

	/**
	 * A model with the one it stands for, which was loaded before, though it may be
	 * unloaded by now. One that is being loaded is waited for; those that wait for each
	 * other are in the order of the list, so that none waits for itself.
	 */
	private Autoencoder standing(ModelSpec spec, Autoencoder model) {
		if (spec.latentsOf().isEmpty()) {
			return model;
		}
		String id = spec.latentsOf().get();
		if (!ids().subList(0, this.specs.indexOf(spec)).contains(id)) {
			throw new UnusableException("latents-of is %s, and no model before this one has that id".formatted(id),
					"list the model that it stands for first");
		}
		Lock lock = lock(id);
		lock.lock();
		try {
			Autoencoder other = this.known.get(id);
			if (other == null) {
				throw new UnusableException("latents-of is %s, which was not loaded so far".formatted(id),
						"load that first; if it could not be, the log has the reason");
			}
			return model.standingFor(other);
		}
		finally {
			lock.unlock();
		}
	}

	/**
	 * diffusers' pipelines compute such a model in float32 when float16 is asked for.
	 * Here only the items that overflow run again in float32: right, but twice the work.
	 */
	private static void warnOfOverflow(Autoencoder model) {
		if (model.precision() == Precision.FP16 && model.config().forceUpcast()) {
			log.warn(
					"Model {} says force_upcast: it may overflow in float16, and each item that does runs again in float32; "
							+ "dtype bfloat16 or float32 avoids that",
					model.id());
		}
	}

	@Override
	public void stop() {
		this.running = false;
		this.scheduler.drain().join();
	}

	@Override
	public void stop(Runnable callback) {
		this.running = false;
		this.scheduler.drain().whenComplete((done, failure) -> callback.run());
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/**
	 * A drained scheduler cannot be started again.
	 */
	@Override
	public boolean isPauseable() {
		return false;
	}

	/**
	 * Started before and stopped after the web server, whose phases are near the maximum.
	 */
	@Override
	public int getPhase() {
		return 0;
	}

}
