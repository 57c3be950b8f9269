/**
 * Admission to the service: API keys, and the web pages of other origins.
 */
@NullMarked
package dev.dcae.api.security;

import org.jspecify.annotations.NullMarked;
