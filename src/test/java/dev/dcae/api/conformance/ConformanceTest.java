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
package dev.dcae.api.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.dcae.api.Service;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The calls of a protocol, one by one through the real port, and then the table in
 * {@code docs/protocols.md} that they make: it cannot say what is not so. For each table
 * a subclass, on whatever service its calls need, and a section in that file.
 */
public abstract class ConformanceTest {

	private final Service service;

	private final String section;

	/**
	 * A test of one table.
	 * @param section of {@link ProtocolsDocument}
	 */
	protected ConformanceTest(Service service, String section) {
		this.service = service;
		this.section = section;
	}

	/**
	 * The calls, in the order of the table.
	 */
	protected abstract List<Call> calls();

	@TestFactory
	Stream<DynamicTest> everyCallIsAnsweredAsTheDocumentSays() {
		List<Call> calls = calls();
		List<String> rows = new ArrayList<>();
		return Stream.concat(
				calls.stream()
					.map((call) -> DynamicTest.dynamicTest(call.call(), () -> rows.add(call.row(this.service)))),
				Stream.of(DynamicTest.dynamicTest("the table", () -> ProtocolsDocument.hold(this.section, rows))));
	}

}
