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

import java.time.Duration;

import dev.dcae.api.connection.AnswerPace;
import dev.dcae.api.connection.Connections;
import dev.dcae.api.connection.DrainEndpoint;
import dev.dcae.api.connection.Farewell;
import dev.dcae.api.http.BodyPace;
import dev.dcae.api.http.BodyPaceValve;
import dev.dcae.api.http.ForwardedValve;
import dev.dcae.api.http.InflatingValve;
import dev.dcae.api.http.MeteringValve;
import dev.dcae.api.http.TrustedProxies;
import dev.dcae.api.problem.ProblemValve;
import dev.dcae.api.security.SecurityHeaders;
import dev.dcae.pipeline.RequestListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import org.apache.coyote.ContinueResponseTiming;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementServerProperties;
import org.springframework.boot.tomcat.autoconfigure.TomcatServerProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.HttpMethod;
import org.springframework.web.filter.UrlHandlerFilter;
import org.springframework.web.multipart.MultipartHttpServletRequest;
import org.springframework.web.multipart.MultipartResolver;
import org.springframework.web.multipart.support.StandardServletMultipartResolver;

/**
 * The web server: its connections, and what it does to requests and answers itself.
 */
@Configuration(proxyBeanMethods = false)
class HttpServerConfiguration {

	/**
	 * The time in which a network may stall before the rate of a body counts.
	 */
	private static final Duration RATE_GRACE = Duration.ofSeconds(10);

	/**
	 * A phase of the shutdown is given as long as a request.
	 */
	@Bean
	Farewell farewell(DcaeProperties properties) {
		Duration longest = properties.limits().requestTimeout();
		Duration asked = properties.connections().farewell();
		return new Farewell(properties.connections().maxAge(), (asked.compareTo(longest) < 0) ? asked : longest);
	}

	@Bean
	DrainEndpoint drainEndpoint(Farewell farewell) {
		return new DrainEndpoint(farewell);
	}

	/**
	 * An answer that is not taken holds its bytes. It may be many times as large as a
	 * body, and links are slow: so it has ten times as long. Who asks whether to send a
	 * body is told to when it is read, and not what would be refused unread.
	 */
	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> connections(Farewell farewell,
			DcaeProperties properties) {
		AnswerPace pace = new AnswerPace(properties.limits().requestTimeout().multipliedBy(10),
				properties.limits().minRate().toBytes(), RATE_GRACE);
		return (factory) -> {
			factory.setProtocol(Connections.class.getName());
			factory.addConnectorCustomizers((connector) -> {
				if (connector.getProtocolHandler() instanceof Connections connections) {
					farewell.watch(connections);
					connections.pace(pace);
					connections.setContinueResponseTiming(ContinueResponseTiming.ON_REQUEST_BODY_READ.toString());
				}
			});
		};
	}

	/**
	 * Without an order, and so after Boot's own, whose valve would answer first.
	 */
	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsOfTheContainer(
			ObjectProvider<RequestListener> listeners) {
		return (factory) -> factory
			.addContextCustomizers((context) -> new ProblemValve(SecurityHeaders.ALL, listeners).addTo(context));
	}

	/**
	 * Reads the forms that are posted, on either port, and not again those of their
	 * errors: what was refused unread would be read then, and one that cannot be read
	 * would fail a second time. The container reads no further than the last boundary,
	 * and so does not come to the end of one without a length.
	 */
	@Bean
	MultipartResolver multipartResolver() {
		return new StandardServletMultipartResolver() {
			@Override
			public boolean isMultipart(HttpServletRequest request) {
				return request.getDispatcherType() != DispatcherType.ERROR
						&& HttpMethod.POST.matches(request.getMethod()) && super.isMultipart(request);
			}

			@Override
			public MultipartHttpServletRequest resolveMultipart(HttpServletRequest request) {
				MultipartHttpServletRequest form = super.resolveMultipart(request);
				MeteringValve.end(request);
				return form;
			}
		};
	}

	/**
	 * A body that takes as long as a request may misses its deadline anyway. Before what
	 * inflates, which may read long before it has something to give.
	 */
	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> slowBodies(DcaeProperties properties) {
		BodyPace pace = new BodyPace(properties.limits().requestTimeout(), properties.limits().minRate().toBytes(),
				RATE_GRACE);
		return (factory) -> factory.addContextCustomizers((context) -> BodyPaceValve.addTo(context, pace));
	}

	/**
	 * A slash at the end of a path means nothing. Behind the filter that believes a
	 * proxy, and before all that look at the path.
	 */
	@Bean
	FilterRegistrationBean<UrlHandlerFilter> slashesAtTheEnd() {
		FilterRegistrationBean<UrlHandlerFilter> filter = new FilterRegistrationBean<>(
				UrlHandlerFilter.trailingSlashHandler("/**").wrapRequest().build());
		filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 5);
		return filter;
	}

	/**
	 * No operation takes the fields of a form in a body of their own: what says it is one
	 * is a file that curl sends, which the container would read as fields.
	 */
	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> noFieldsOfForms() {
		return (factory) -> factory.addConnectorCustomizers((connector) -> connector.setParseBodyMethods(""));
	}

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> wordsOfProxies(TomcatServerProperties tomcat) {
		TrustedProxies trusted = TrustedProxies.of(tomcat.getRemoteip().getInternalProxies());
		return (factory) -> factory.addContextCustomizers((context) -> ForwardedValve.addTo(context, trusted));
	}

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> compressedBodies() {
		return (factory) -> factory.addContextCustomizers((context) -> {
			InflatingValve.addTo(context);
			MeteringValve.addTo(context);
		});
	}

	@Bean
	StartMessage startMessage(ServerProperties server, ManagementServerProperties management) {
		return new StartMessage(server, management);
	}

}
