/**
 * Connections of clients: how long they are kept, how they end, and who is still at the
 * other end.
 */
@NullMarked
package dev.dcae.api.connection;

import org.jspecify.annotations.NullMarked;
