package dev.dcae.dataset.source;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * A shard that is damaged, whoever reads it. The message says what is wrong.
 */
public final class DamagedShardException extends IOException {

	private static final long serialVersionUID = 1L;

	DamagedShardException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
