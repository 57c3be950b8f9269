package dev.dcae.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;

/**
 * The version in the jar's manifest.
 */
final class Version implements IVersionProvider {

	@Override
	public String[] getVersion() {
		@Nullable String version = Version.class.getPackage().getImplementationVersion();
		return new String[] { "dcae " + ((version != null) ? version : "(not run from its jar)") };
	}

}
