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
package dev.dcae;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

import dev.dcae.api.security.ApiKey;
import dev.dcae.api.security.ApiKeys;
import dev.dcae.api.security.KeyRequired;
import dev.dcae.api.security.KnownCaller;
import dev.dcae.api.security.OtherOrigins;
import dev.dcae.api.security.OtherSites;
import dev.dcae.api.security.SecurityHeaders;
import dev.dcae.api.security.ShownKey;
import dev.dcae.model.UnusableException;
import dev.dcae.serving.Caller;
import jakarta.servlet.DispatcherType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AuthenticationEntryPointFailureHandler;
import org.springframework.security.web.authentication.AuthenticationFilter;
import org.springframework.security.web.header.writers.StaticHeadersWriter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * The keys that open the service, and what answers tell browsers.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

	private static final Logger log = LoggerFactory.getLogger(SecurityConfiguration.class);

	/**
	 * The page that asks for a key, what it consists of, and what load balancers ask.
	 */
	private static final List<String> OPEN = List.of("/", "/index.html", "/favicon.ico", "/playground/**",
			"/samples/**", "/v2/health/**");

	/**
	 * Open on a port of its own; on this one there is then nothing at it.
	 */
	private static final String MANAGEMENT = "/actuator/**";

	/**
	 * The only GET that changes something.
	 */
	private static final String DRAIN = "/actuator/drain";

	/**
	 * Takes a whole line of sha256sum, too, of which the hash is the first word.
	 */
	private static ApiKeys keys(List<DcaeProperties.Key> configured) {
		try {
			return new ApiKeys(configured.stream()
				.map((key) -> ApiKey.of(new Caller(key.name(), key.share(), key.maxPriority()),
						key.sha256().strip().split("\\s", 2)[0]))
				.toList());
		}
		catch (IllegalArgumentException ex) {
			throw new UnusableException("In dcae.security.keys, " + ex.getMessage(),
					"each key has a name of its own, and what is printed by: printf %s \"$KEY\" | sha256sum", ex);
		}
	}

	@Bean
	ApiKeys apiKeys(DcaeProperties properties, ServerProperties server) {
		ApiKeys keys = keys(properties.security().keys());
		InetAddress address = server.getAddress();
		if (keys.isEmpty() && (address == null || !address.isLoopbackAddress())) {
			log.warn("No API key is configured (dcae.security.keys): whoever reaches {} may use this service",
					(address != null) ? address.getHostAddress() : "any address of this machine");
		}
		return keys;
	}

	@Bean
	SecurityFilterChain securityFilterChain(HttpSecurity http, ApiKeys keys, DcaeProperties properties,
			@Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems, Environment environment) {
		RequestMatcher open = open(ManagementPortType.get(environment) == ManagementPortType.DIFFERENT);
		KeyRequired keyRequired = new KeyRequired(problems);
		http.csrf(AbstractHttpConfigurer::disable)
			.logout(AbstractHttpConfigurer::disable)
			.requestCache(AbstractHttpConfigurer::disable)
			.sessionManagement((session) -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.exceptionHandling((exceptions) -> exceptions.authenticationEntryPoint(keyRequired))
			.headers((headers) -> {
				headers.defaultsDisabled();
				SecurityHeaders.ALL
					.forEach((name, value) -> headers.addHeaderWriter(new StaticHeadersWriter(name, value)));
				headers.httpStrictTransportSecurity((tls) -> tls.includeSubDomains(false));
			});
		http.addFilterBefore(new OtherSites(PathPatternRequestMatcher.withDefaults().matcher(DRAIN)),
				AuthorizationFilter.class);
		if (!properties.cors().allowedOrigins().isEmpty()) {
			http.addFilter(OtherOrigins.filter(properties.cors().allowedOrigins(), properties.cors().maxAge()));
		}
		if (keys.isEmpty()) {
			http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll());
		}
		else {
			AuthenticationFilter filter = new AuthenticationFilter(keys, new ShownKey());
			filter.setRequestMatcher(new NegatedRequestMatcher(open));
			filter.setSuccessHandler(new KnownCaller());
			filter.setFailureHandler(new AuthenticationEntryPointFailureHandler(keyRequired));
			http.addFilterBefore(filter, AuthorizationFilter.class)
				.authorizeHttpRequests((requests) -> requests
					// They go on with what was let in before.
					.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
					.permitAll()
					.requestMatchers(open)
					.permitAll()
					.anyRequest()
					.authenticated());
		}
		return http.build();
	}

	private static RequestMatcher open(boolean managementApart) {
		PathPatternRequestMatcher.Builder paths = PathPatternRequestMatcher.withDefaults();
		List<RequestMatcher> open = new ArrayList<>();
		OPEN.forEach((path) -> open.add(paths.matcher(path)));
		if (managementApart) {
			open.add(paths.matcher(MANAGEMENT));
		}
		return new OrRequestMatcher(open);
	}

}
