package dev.dcae.api.security;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import dev.dcae.api.http.Callers;
import dev.dcae.serving.Caller;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The name by which the rest of the service knows a caller.
 */
class KnownCallerTests {

	@Test
	void theLogNamesTheCallerWhileItsRequestIsHandled() throws Exception {
		Caller web = new Caller("web", 0.5);
		MockHttpServletRequest request = new MockHttpServletRequest();
		AtomicReference<String> logged = new AtomicReference<>();
		new KnownCaller().onAuthenticationSuccess(request, new MockHttpServletResponse(),
				(_, _) -> logged.set(MDC.get("caller")),
				UsernamePasswordAuthenticationToken.authenticated(web, null, List.of()));
		assertThat(logged).hasValue("web");
		assertThat(MDC.get("caller")).isNull();
		assertThat(Callers.of(request)).isEqualTo(web);
	}

	@Test
	void whoShowsNoKeyIsAnyone() {
		assertThat(Callers.of(new MockHttpServletRequest())).isEqualTo(Caller.ANYONE);
	}

}
