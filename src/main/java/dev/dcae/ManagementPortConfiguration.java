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

import java.util.Set;

import dev.dcae.api.connection.Connections;
import dev.dcae.api.connection.Farewell;
import dev.dcae.api.problem.ProblemValve;
import dev.dcae.api.problem.RequestId;
import dev.dcae.api.security.SecurityHeaders;
import dev.dcae.pipeline.RequestListener;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.server.ConditionalOnManagementPort;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementServerProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;

/**
 * The management port, where it is one of its own: a server apart, which has none of the
 * beans of {@link HttpServerConfiguration}. Boot imports this there, as a file in
 * {@code META-INF/spring} says; without an annotation of a configuration it is not found
 * for the main port, too.
 */
@ConditionalOnManagementPort(ManagementPortType.DIFFERENT)
class ManagementPortConfiguration {

	@Bean
	RequestId managementRequestId() {
		return new RequestId();
	}

	/**
	 * Without an order, and so after Boot's own: its error page has a form of its own,
	 * and what the container refuses never comes to it.
	 */
	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> managementProblems(
			ObjectProvider<RequestListener> listeners) {
		return (factory) -> {
			factory.setErrorPages(Set.of());
			factory.addContextCustomizers((context) -> new ProblemValve(SecurityHeaders.ALL, listeners).addTo(context));
		};
	}

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> managementConnections(Farewell farewell) {
		return (factory) -> {
			factory.setProtocol(Connections.class.getName());
			factory.addConnectorCustomizers((connector) -> {
				if (connector.getProtocolHandler() instanceof Connections connections) {
					farewell.announce(connections);
				}
			});
		};
	}

	/**
	 * Boot would have {@code server.ssl} for this port, too, where probes and Prometheus
	 * expect none.
	 */
	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> managementTls(ManagementServerProperties properties) {
		return (factory) -> factory.setSsl(properties.getSsl());
	}

}
