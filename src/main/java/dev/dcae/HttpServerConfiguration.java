package dev.dcae;

import java.time.Duration;

import dev.dcae.api.http.BodyDeadlineValve;
import dev.dcae.api.http.ClientConnection;
import dev.dcae.api.http.ForwardedValve;
import dev.dcae.api.http.InflatingValve;
import dev.dcae.api.http.TrustedProxies;
import dev.dcae.api.problem.ProblemValve;
import dev.dcae.api.security.SecurityHeaders;
import dev.dcae.pipeline.RequestListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.tomcat.autoconfigure.TomcatServerProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.multipart.MultipartResolver;
import org.springframework.web.multipart.support.StandardServletMultipartResolver;

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
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsOfTheContainer(
			ObjectProvider<RequestListener> listeners) {
		return (factory) -> factory
			.addContextCustomizers((context) -> new ProblemValve(SecurityHeaders.ALL, listeners).addTo(context));
	}

	/**
	 * Reads the forms of requests, and not again those of their errors: what was refused
	 * unread would be read then, and one that cannot be read would fail a second time.
	 */
	@Bean
	MultipartResolver multipartResolver() {
		return new StandardServletMultipartResolver() {
			@Override
			public boolean isMultipart(HttpServletRequest request) {
				return request.getDispatcherType() != DispatcherType.ERROR && super.isMultipart(request);
			}
		};
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

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> wordsOfProxies(TomcatServerProperties tomcat) {
		TrustedProxies trusted = TrustedProxies.of(tomcat.getRemoteip().getInternalProxies());
		return (factory) -> factory.addContextCustomizers((context) -> ForwardedValve.addTo(context, trusted));
	}

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> compressedBodies() {
		return (factory) -> factory.addContextCustomizers(InflatingValve::addTo);
	}

}
