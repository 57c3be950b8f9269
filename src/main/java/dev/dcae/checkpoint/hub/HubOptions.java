/*
 * Copyright 2026 the dcae authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.dcae.checkpoint.hub;

import org.jspecify.annotations.Nullable;

/**
 * Settings of the hub, in place of what the environment says. The folder is a text, since
 * Spring would take a path such as {@code /models} for a resource of that name on the
 * classpath.
 *
 * @param cacheDir the folder where files of the hub are kept; if not given, what
 * {@code HF_HUB_CACHE} or {@code HF_HOME} says, or {@code ~/.cache/huggingface/hub}
 * @param endpoint the address of the hub; if not given, {@code HF_ENDPOINT} or
 * {@code https://huggingface.co}
 * @param offline whether the cache alone is used; if not given, what
 * {@code HF_HUB_OFFLINE} says
 */
public record HubOptions(@Nullable String cacheDir, @Nullable String endpoint, @Nullable Boolean offline) {

	/**
	 * The options with nothing configured.
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
