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
package dev.dcae.model;

/**
 * Something that was configured and cannot be used: a checkpoint, a hub, a device. Says
 * what is wrong and, where that is known, what to do about it. The message has both.
 */
public class UnusableException extends RuntimeException {

	private final String problem;

	private final String remedy;

	/**
	 * A problem from which follows what to do.
	 */
	public UnusableException(String problem) {
		this(problem, "");
	}

	/**
	 * A problem and what to do about it.
	 * @param problem a sentence, without its full stop
	 * @param remedy the same; empty if it follows from the problem
	 */
	public UnusableException(String problem, String remedy) {
		super(message(problem, remedy));
		this.problem = problem;
		this.remedy = remedy;
	}

	/**
	 * A problem, what to do about it, and where it was found.
	 */
	public UnusableException(String problem, String remedy, Throwable cause) {
		super(message(problem, remedy), cause);
		this.problem = problem;
		this.remedy = remedy;
	}

	private static String message(String problem, String remedy) {
		return remedy.isEmpty() ? problem : problem + "; " + remedy;
	}

	/**
	 * The problem and the remedy.
	 */
	@Override
	public String getMessage() {
		return message(this.problem, this.remedy);
	}

	/**
	 * The problem: a sentence without its full stop.
	 */
	public String problem() {
		return this.problem;
	}

	/**
	 * The remedy: a sentence without its full stop, or nothing.
	 */
	public String remedy() {
		return this.remedy;
	}

}
