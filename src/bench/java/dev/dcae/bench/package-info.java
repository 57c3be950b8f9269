/**
 * Benchmarks: runnable classes that print Markdown. Compiled with every build, run by hand.
 */
@NullMarked
package dev.dcae.bench;

import org.jspecify.annotations.NullMarked;
