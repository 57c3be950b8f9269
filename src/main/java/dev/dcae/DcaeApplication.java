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

import java.util.Locale;

import dev.dcae.checkpoint.hub.HubNetwork;
import dev.dcae.cli.Commands;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * The service. Beans are wired explicitly, in the configuration classes of this package.
 */
@SpringBootApplication
@EnableConfigurationProperties(DcaeProperties.class)
public class DcaeApplication {

	private static final int WRONG_ARGUMENTS = 2;

	/**
	 * Runs a command if the arguments name one, and serves otherwise.
	 */
	public static void main(String[] args) {
		// Digits in headers, hashes and names are the same in every country.
		Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
		// Whatever makes the first client, be it what exports traces.
		HubNetwork.takePasswords();
		if (Commands.areIn(args)) {
			System.exit(Commands.run(args));
		}
		if (!Commands.checkOptions(System.err, args)) {
			System.exit(WRONG_ARGUMENTS);
		}
		SpringApplication.run(DcaeApplication.class, args);
	}

	@Bean
	static ConfigurationPropertiesBindHandlerAdvisor nestedSettings() {
		return NestedSettings::new;
	}

}
