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

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.actuate.autoconfigure.web.server.ManagementServerProperties;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;

/**
 * Says after the start, in one line, where the service is.
 */
final class StartMessage implements ApplicationListener<ApplicationReadyEvent> {

	private static final Logger log = LoggerFactory.getLogger(StartMessage.class);

	private final ServerProperties server;

	private final ManagementServerProperties management;

	StartMessage(ServerProperties server, ManagementServerProperties management) {
		this.server = server;
		this.management = management;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		Environment environment = event.getApplicationContext().getEnvironment();
		String path = text(this.server.getServlet().getContextPath());
		String port = text(environment.getProperty("local.server.port"));
		String service = address(this.server.getSsl(), this.server.getAddress(), port) + path;
		String managementPort = environment.getProperty("local.management.port", port);
		String actuator = managementPort.equals(port) ? service
				: address(this.management.getSsl(), this.management.getAddress(), managementPort)
						+ text(this.management.getBasePath());
		String endpoints = environment.getProperty("management.endpoints.web.base-path", "/actuator");
		log.info(
				"The page is at {}/, the API at {}/v1, described at {}/swagger-ui.html; health and metrics are at {}{}",
				service, service, service, actuator, endpoints);
	}

	private static String address(@Nullable Ssl ssl, @Nullable InetAddress address, String port) {
		String host = (address == null || address.isAnyLocalAddress()) ? "localhost" : host(address.getHostAddress());
		return "%s://%s:%s".formatted(Ssl.isEnabled(ssl) ? "https" : "http", host, port);
	}

	private static String host(String address) {
		return address.contains(":") ? "[%s]".formatted(address) : address;
	}

	private static String text(@Nullable String text) {
		return (text != null) ? text : "";
	}

}
