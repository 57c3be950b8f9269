/**
 * The items that wait: buckets, priority classes, ageing and fair shares of the devices.
 */
@NullMarked
package dev.dcae.serving.queue;

import org.jspecify.annotations.NullMarked;
