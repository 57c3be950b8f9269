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
package dev.dcae.checkpoint.hub;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Progress in the log.
 */
final class LoggedProgress implements ProgressLine {

	private static final Logger log = LoggerFactory.getLogger(LoggedProgress.class);

	@Override
	public Duration interval() {
		return Duration.ofSeconds(10);
	}

	@Override
	public void update(String line) {
		log.info("{}", line);
	}

	@Override
	public void say(String line) {
		log.info("{}", line);
	}

}
