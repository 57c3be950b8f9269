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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The check of custom resources, which the other tests rely on.
 */
class CustomResourcesTests {

	private static final String MONITOR = """
			apiVersion: monitoring.coreos.com/v1
			kind: ServiceMonitor
			metadata: { name: x }
			spec: { selector: {}, endpoints: [{ port: management, %s }] }
			""";

	@Test
	void whatTheDefinitionHasIsTaken() {
		assertThat(Manifests.parse(MONITOR.formatted("interval: 15s")).all()).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			intervall: 15s | intervall
			interval: often | interval
			interval: 15 | interval
			relabelings: [{ action: rename }] | action
			""")
	void whatItHasNotIsRefused(String field, String named) {
		assertThatIllegalArgumentException().isThrownBy(() -> Manifests.parse(MONITOR.formatted(field)))
			.withMessageContaining("ServiceMonitor")
			.withMessageContaining(named);
	}

	@Test
	void aKindThatNobodyDefinesIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Manifests.parse("{apiVersion: keda.sh/v1alpha1, kind: ScaledThing}"))
			.withMessageContaining("ScaledThing");
	}

}
