/**
 * The scheduler's core: every decision is taken by
 * {@link dev.dcae.serving.core.SchedulingCore}, plain data under one lock, and its
 * effects follow after it; lanes, one platform thread each, ask it for their next step
 * and tell it how the step ended.
 */
@NullMarked
package dev.dcae.serving.core;

import org.jspecify.annotations.NullMarked;
