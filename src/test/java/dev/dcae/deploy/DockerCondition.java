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
package dev.dcae.deploy;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Skips tests where no Docker engine answers.
 */
final class DockerCondition implements ExecutionCondition {

	private static final boolean PRESENT = Docker.answers();

	static {
		if (!PRESENT && !required()) {
			System.out.println("No Docker engine answers here: the tests of the image are skipped");
		}
	}

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		if (PRESENT) {
			return ConditionEvaluationResult.enabled("a Docker engine answers");
		}
		if (required()) {
			throw new IllegalStateException("No Docker engine answers, and with CI=true these tests must run");
		}
		return ConditionEvaluationResult.disabled("no Docker engine answers");
	}

	private static boolean required() {
		return Boolean.parseBoolean(System.getenv("CI"));
	}

}
