package dev.dcae.cli;

import java.util.Optional;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The option of commands that says which weights of a checkpoint are meant.
 */
final class VariantOption {

	@Option(names = "--variant", paramLabel = "NAME",
			description = "The weights to take of a checkpoint that has several, such as fp16, as in"
					+ " dcae.models[n].variant.")
	private @Nullable String name;

	Optional<String> get() {
		return Optional.ofNullable(this.name);
	}

}
