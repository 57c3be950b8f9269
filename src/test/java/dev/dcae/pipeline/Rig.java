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

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

import dev.dcae.image.RgbImage;
import dev.dcae.model.Autoencoder;
import dev.dcae.serving.BatchRunner;
import dev.dcae.serving.Batching;
import dev.dcae.serving.Caller;
import dev.dcae.serving.Deadline;
import dev.dcae.serving.Device;
import dev.dcae.serving.DeviceLanes;
import dev.dcae.serving.ModelLimits;
import dev.dcae.serving.QueueBounds;
import dev.dcae.serving.Scheduler;
import dev.dcae.serving.ServedModel;
import dev.dcae.serving.ServingException;
import dev.dcae.serving.ServingSettings;
import dev.dcae.serving.core.PooledScheduler;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

/**
 * A scheduler with one lane, over any backend, and a codec over it.
 */
public final class Rig implements AutoCloseable {

	public static final Call WHENEVER = Call.ofCommand();

	private static final Device DEVICE = new Device("cpu");

	public final AtomicLong clock = new AtomicLong();

	/**
	 * The times that the queue turned somebody away, also those that try again.
	 */
	public final AtomicInteger rejected = new AtomicInteger();

	public final Scheduler scheduler;

	public final Codec codec;

	private final ImagePool pool = new ImagePool(1, this.clock::get);

	/**
	 * Opens replicas of all the models of a test.
	 */
	public interface Backend {

		BatchRunner open(String model);

	}

	public Rig(Backend backend, int queueItems, Autoencoder... models) {
		ServingSettings settings = new ServingSettings(new Batching(8, Long.MAX_VALUE, Duration.ZERO),
				new QueueBounds(queueItems, Long.MAX_VALUE), false, Duration.ofHours(1), Duration.ofHours(1));
		this.scheduler = counted(PooledScheduler.start(settings, List.of(new DeviceLanes(DEVICE, 1)),
				(device) -> Optional.empty(), this.clock::get, (event) -> {
				}));
		for (Autoencoder model : models) {
			ModelLimits limits = ModelLimits.of(model.config(), ModelLimits.Memory.OF_DEVICE);
			this.scheduler.register(new ServedModel(model, limits, (device, precision) -> backend.open(model.id())))
				.join();
		}
		this.codec = new Codec(this.scheduler.models(), this.scheduler, this.pool, 1 << 24);
	}

	private Scheduler counted(Scheduler scheduler) {
		return (Scheduler) Proxy.newProxyInstance(Rig.class.getClassLoader(), new Class<?>[] { Scheduler.class },
				(proxy, method, arguments) -> {
					try {
						return method.invoke(scheduler, arguments);
					}
					catch (InvocationTargetException ex) {
						if (ex.getCause() instanceof ServingException.QueueFull) {
							this.rejected.incrementAndGet();
						}
						throw ex.getCause();
					}
				});
	}

	public Result<Latent> encode(Autoencoder model, RgbImage image, WhenToTile tile, Call call) {
		return this.codec.encode(call, new EncodeRequest(model, image, Fit.PAD, false, OptionalLong.empty(), tile));
	}

	public Result<Latent> encode(Autoencoder model, RgbImage image, WhenToTile tile) {
		return encode(model, image, tile, WHENEVER);
	}

	/**
	 * A call that nobody may wait for any more.
	 */
	public static Call call(Deadline deadline, BooleanSupplier abandoned, boolean patient) {
		return new Call(0, deadline, Caller.ANYONE, abandoned, patient, MemoryBudget.UNLIMITED, Timeline.ofSums(),
				new Notes());
	}

	public RequestWork work() {
		return new RequestWork(this.scheduler, WHENEVER);
	}

	public void awaitQueued(int items) throws InterruptedException {
		await(() -> this.scheduler.status().queue().items() == items);
	}

	public static void await(BooleanSupplier condition) throws InterruptedException {
		while (!condition.getAsBoolean()) {
			Thread.sleep(1);
		}
	}

	public static RgbImage noise(Random random, int width, int height) {
		byte[] pixels = new byte[3 * width * height];
		random.nextBytes(pixels);
		return new RgbImage(width, height, pixels);
	}

	public static Tensor pixels(RgbImage image) {
		return Tensor.ofBytes(new Shape(image.height(), image.width(), 3), image.pixels());
	}

	public static Tensor gaussian(Random random, long... sizes) {
		Shape shape = new Shape(sizes);
		float[] values = new float[(int) shape.elements()];
		for (int i = 0; i < values.length; i++) {
			values[i] = (float) random.nextGaussian() / 4;
		}
		return Tensor.of(shape, values);
	}

	@Override
	public void close() {
		this.scheduler.close();
		this.pool.close();
	}

}
