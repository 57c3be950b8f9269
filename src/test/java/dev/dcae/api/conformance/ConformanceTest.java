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
