/**
 * The devices with their lanes and replicas, and the registry of the models that are
 * placed on them.
 */
@NullMarked
package dev.dcae.serving.fleet;

import org.jspecify.annotations.NullMarked;
