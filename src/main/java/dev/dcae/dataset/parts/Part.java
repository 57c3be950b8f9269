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
package dev.dcae.dataset.parts;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of several parts of the work.
 *
 * @param index from 0
 * @param count of all parts
 */
public record Part(int index, int count) {

	/**
	 * All of the work.
	 */
	public static final Part WHOLE = new Part(0, 1);

	/**
	 * The variable in which an Indexed Job of Kubernetes tells a pod its number.
	 */
	public static final String KUBERNETES_INDEX = "JOB_COMPLETION_INDEX";

	private static final String SLURM_INDEX = "SLURM_ARRAY_TASK_ID";

	private static final Pattern FRACTION = Pattern.compile("([0-9]{1,9})/([0-9]{1,9})");

	/**
	 * Checks that there is such a part.
	 * @throws IllegalArgumentException if there is not
	 */
	public Part {
		if (count < 1 || index < 0 || index >= count) {
			throw new IllegalArgumentException(
					"there is no part %d/%d; parts are counted from 0 to one less than there are".formatted(index,
							count));
		}
	}

	/**
	 * Reads {@code I/N}.
	 * @throws IllegalArgumentException if it is none
	 */
	public static Part of(String text) {
		Matcher fraction = FRACTION.matcher(text);
		if (!fraction.matches()) {
			throw new IllegalArgumentException("'%s' is not of the form I/N, such as 0/4".formatted(text));
		}
		return new Part(Integer.parseInt(fraction.group(1)), Integer.parseInt(fraction.group(2)));
	}

	/**
	 * The part that whoever spreads the work says this process is: an Indexed Job, which
	 * does not say of how many, or an array job of Slurm, which does.
	 * @param count of parts, if it was given
	 * @return nothing if nobody spreads the work
	 * @throws IllegalArgumentException if the number is known and the count is not, or
	 * the other way round
	 */
	public static Optional<Part> of(Map<String, String> environment, OptionalInt count) {
		String index = environment.get(KUBERNETES_INDEX);
		if (index != null) {
			int number = number(KUBERNETES_INDEX, index);
			return Optional.of(new Part(number, count.orElseThrow(() -> new IllegalArgumentException(
					"%s is %d, and nothing says of how many: add --parts N".formatted(KUBERNETES_INDEX, number)))));
		}
		String task = environment.get(SLURM_INDEX);
		if (task != null) {
			return Optional.of(ofArray(environment, number(SLURM_INDEX, task), count));
		}
		if (count.isPresent()) {
			throw new IllegalArgumentException("neither %s nor %s says which of %d parts this is: use --part I/N"
				.formatted(KUBERNETES_INDEX, SLURM_INDEX, count.getAsInt()));
		}
		return Optional.empty();
	}

	/**
	 * The part of a task of an array: of one with as many tasks as there are parts its
	 * place in it, and of any other, which has some of the tasks, its number.
	 */
	private static Part ofArray(Map<String, String> environment, int task, OptionalInt count) {
		int first = number("SLURM_ARRAY_TASK_MIN", environment.getOrDefault("SLURM_ARRAY_TASK_MIN", "0"));
		int step = Math.max(1, number("SLURM_ARRAY_TASK_STEP", environment.getOrDefault("SLURM_ARRAY_TASK_STEP", "1")));
		String size = environment.get("SLURM_ARRAY_TASK_COUNT");
		OptionalInt tasks = (size != null) ? OptionalInt.of(number("SLURM_ARRAY_TASK_COUNT", size))
				: OptionalInt.empty();
		String last = environment.get("SLURM_ARRAY_TASK_MAX");
		boolean even = last == null || tasks.isEmpty()
				|| first + (tasks.getAsInt() - 1L) * step == number("SLURM_ARRAY_TASK_MAX", last);
		if (count.isEmpty() && (tasks.isEmpty() || !even)) {
			throw new IllegalArgumentException(
					"%s is %d, and nothing says of how many: add --parts N".formatted(SLURM_INDEX, task));
		}
		int parts = count.orElseGet(tasks::getAsInt);
		boolean whole = even && tasks.isPresent() && tasks.getAsInt() == parts;
		return new Part(whole ? (task - first) / step : task, parts);
	}

	private static int number(String name, String value) {
		try {
			return Integer.parseInt(value.strip());
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException("%s is '%s', which is no number".formatted(name, value), ex);
		}
	}

	@Override
	public String toString() {
		return this.index + "/" + this.count;
	}

}
