package dev.dcae;

import java.util.Set;

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

	/**
	 * Boot would have {@code server.ssl} for this port, too, where probes and Prometheus
	 * expect none.
	 */
	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> managementTls(ManagementServerProperties properties) {
		return (factory) -> factory.setSsl(properties.getSsl());
	}

}
