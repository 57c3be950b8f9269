package dev.dcae.checkpoint.hub;

import org.jspecify.annotations.Nullable;

/**
 * What is configured about the hub, in place of what the environment says.
 *
 * @param cacheDir the folder where files of the hub are kept; not given, HF_HUB_CACHE or
 * ~/.cache/huggingface/hub. A text, since Spring would take a path such as
 * {@code /models} for a resource of that name on the classpath
 * @param endpoint the hub's address; not given, HF_ENDPOINT or https://huggingface.co
 * @param offline whether the cache alone is used; not given, HF_HUB_OFFLINE
 */
public record HubOptions(@Nullable String cacheDir, @Nullable String endpoint, @Nullable Boolean offline) {

	/**
	 * Nothing configured.
	 */
	public static final HubOptions NONE = new HubOptions(null, null, null);

	/**
	 * These options, and others where these say nothing.
	 */
	public HubOptions or(HubOptions others) {
		return new HubOptions((this.cacheDir != null) ? this.cacheDir : others.cacheDir,
				(this.endpoint != null) ? this.endpoint : others.endpoint,
				(this.offline != null) ? this.offline : others.offline);
	}

}
