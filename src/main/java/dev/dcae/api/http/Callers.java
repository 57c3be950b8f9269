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
