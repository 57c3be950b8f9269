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
package dev.dcae.cli;

import org.springframework.boot.logging.LoggingInitializationContext;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.core.env.StandardEnvironment;

/**
 * The service's logging, without a service to set it up: commands print what they have to
 * say themselves, and beside it, on standard error, only warnings are of interest. Left
 * alone, Logback prints everything down to the debugging of libraries.
 */
final class CommandLogging {

	private CommandLogging() {
	}

	static void start() {
		LoggingSystem system = LoggingSystem.get(CommandLogging.class.getClassLoader());
		system.beforeInitialize();
		system.initialize(new LoggingInitializationContext(new StandardEnvironment()),
				"classpath:dev/dcae/cli/logback.xml", null);
	}

}
