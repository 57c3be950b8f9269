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
package dev.dcae.api.http;

import dev.dcae.serving.Caller;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Senders of requests.
 */
public final class Callers {

	private Callers() {
	}

	/**
	 * The caller whose key the request showed; anyone where none is asked for.
	 */
	public static Caller of(HttpServletRequest request) {
		return (request.getAttribute(Caller.class.getName()) instanceof Caller caller) ? caller : Caller.ANYONE;
	}

	/**
	 * Notes whose key the request showed.
	 */
	public static void set(HttpServletRequest request, Caller caller) {
		request.setAttribute(Caller.class.getName(), caller);
	}

}
