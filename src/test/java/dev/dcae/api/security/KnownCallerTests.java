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
