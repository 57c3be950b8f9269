/**
 * The scheduler: admission, buckets, batches, fairness, deadlines, lanes, running out of
 * device memory, faults, drain. It owns the interface "run this batch on this device" and
 * knows neither HTTP nor libtorch.
 * <p>
 * {@link dev.dcae.serving.Scheduler} is the door. Every decision is taken by
 * {@link dev.dcae.serving.SchedulingCore}, plain data under one lock; lanes, one platform
 * thread each, ask it for their next step and tell it how the step ended.
 */
@NullMarked
package dev.dcae.serving;

import org.jspecify.annotations.NullMarked;
