package dev.dcae;

import java.time.Duration;

import dev.dcae.api.http.BodyDeadlineValve;
import dev.dcae.api.http.ClientConnection;
import dev.dcae.api.http.InflatingValve;
import dev.dcae.api.problem.ProblemValve;
import dev.dcae.api.security.SecurityHeaders;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The web server: its connections, and what it does to requests and answers itself.
 */
@Configuration(proxyBeanMethods = false)
class HttpServerConfiguration {

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> hangUps() {
		return (factory) -> factory.setProtocol(ClientConnection.class.getName());
	}

	/**
	 * Without an order, and so after Boot's own, whose valve would answer first.
	 */
	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsOfTheContainer() {
		return (factory) -> factory
			.addContextCustomizers((context) -> new ProblemValve(SecurityHeaders.ALL).addTo(context));
	}

	/**
	 * A body that takes as long misses its deadline anyway. Before what inflates, which
	 * may read long before it has something to give.
	 */
	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> slowBodies(DcaeProperties properties) {
		Duration longest = properties.limits().requestTimeout();
		return (factory) -> factory.addContextCustomizers((context) -> BodyDeadlineValve.addTo(context, longest));
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
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> compressedBodies() {
		return (factory) -> factory.addContextCustomizers(InflatingValve::addTo);
	}

}
