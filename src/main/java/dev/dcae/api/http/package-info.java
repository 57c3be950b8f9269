/**
 * Requests and answers as they travel: bodies and their limits, media types, connections,
 * memory, calls and their time.
 */
@NullMarked
package dev.dcae.api.http;

import org.jspecify.annotations.NullMarked;
