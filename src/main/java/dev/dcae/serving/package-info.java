/**
 * The scheduler's contracts: what is served, what is submitted and answered, what is told
 * and asked. It owns the interface "run this batch on this device" and knows neither HTTP
 * nor libtorch. {@link dev.dcae.serving.Scheduler} is the door; behind it are the
 * corridors, which nothing here knows.
 */
@NullMarked
package dev.dcae.serving;

import org.jspecify.annotations.NullMarked;
