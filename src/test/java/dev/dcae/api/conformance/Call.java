package dev.dcae.api.conformance;

import java.util.function.Consumer;
import java.util.function.Function;

import dev.dcae.api.Answer;
import dev.dcae.api.Service;

/**
 * One call of a protocol: a row of a table in {@code docs/protocols.md}, and what shows
 * that the row is true.
 *
 * @param call what is called, as Markdown
 * @param spec what the protocol asks for, as Markdown
 * @param ours what is answered beside the status, as Markdown
 * @param send makes the call
 * @param check holds the answer against {@code ours}
 */
public record Call(String call, String spec, String ours, Function<Service, Answer> send, Consumer<Answer> check) {

	/**
	 * Makes the call and checks the answer.
	 * @return the row, with the status that was really answered
	 */
	String row(Service service) {
		Answer answer = this.send.apply(service);
		this.check.accept(answer);
		return "| %s | %s | %d%s |".formatted(cell(this.call), cell(this.spec), answer.status(),
				this.ours.isEmpty() ? "" : ": " + cell(this.ours));
	}

	private static String cell(String text) {
		return text.replace("|", "\\|");
	}

}
