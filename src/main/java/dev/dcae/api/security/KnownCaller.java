package dev.dcae.api.security;

import java.io.IOException;

import dev.dcae.api.http.Callers;
import dev.dcae.serving.Caller;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.MDC;

import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;

/**
 * Lets a request pass whose key is known, and tells the rest of the service and the log
 * whose it is.
 */
public final class KnownCaller implements AuthenticationSuccessHandler {

	private static final String CALLER = "caller";

	@Override
	public void onAuthenticationSuccess(HttpServletRequest request, HttpServletResponse response, FilterChain chain,
			Authentication authentication) throws IOException, ServletException {
		onAuthenticationSuccess(request, response, authentication);
		try {
			chain.doFilter(request, response);
		}
		finally {
			MDC.remove(CALLER);
		}
	}

	@Override
	public void onAuthenticationSuccess(HttpServletRequest request, HttpServletResponse response,
			Authentication authentication) {
		if (authentication.getPrincipal() instanceof Caller caller) {
			Callers.set(request, caller);
			MDC.put(CALLER, caller.name());
		}
	}

}
