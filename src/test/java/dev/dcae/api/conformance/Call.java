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
 * @param send makes the call
 * @param check holds the answer against what {@code ours} says of it
 * @param ours what is answered beside the status, as Markdown
 */
public record Call(String call, String spec, Function<Service, Answer> send, Consumer<Answer> check,
		Function<Answer, String> ours) {

	/**
	 * A call whose answer is told in words, which the check makes true.
	 */
	public Call(String call, String spec, String ours, Function<Service, Answer> send, Consumer<Answer> check) {
		this(call, spec, send, check, (answer) -> ours);
	}

	/**
	 * Makes the call and checks the answer.
	 * @return the row, with the status that was really answered
	 */
	String row(Service service) {
		Answer answer = this.send.apply(service);
		this.check.accept(answer);
		String told = this.ours.apply(answer);
		return "| %s | %s | %d%s |".formatted(cell(this.call), cell(this.spec), answer.status(),
				told.isEmpty() ? "" : ": " + cell(told));
	}

	private static String cell(String text) {
		return text.replace("|", "\\|");
	}

}
