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

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Parts of the work: who does what.
 */
class PartTests {

	@Test
	void aPartIsCountedFromZero() {
		assertThat(Part.of("3/4")).isEqualTo(new Part(3, 4)).hasToString("3/4");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "4/4", "1", "1/0", "-1/4", "a/b", "1/4/5", "1 / 4" })
	void whatIsNoPartIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Part.of(text));
	}

	@Test
	void anIndexedJobSaysWhichAndTheOptionOfHowMany() {
		Map<String, String> pod = Map.of("JOB_COMPLETION_INDEX", "2");
		assertThat(Part.of(pod, OptionalInt.of(5))).hasValue(new Part(2, 5));
		assertThatIllegalArgumentException().isThrownBy(() -> Part.of(pod, OptionalInt.empty()))
			.withMessageContaining("--parts N");
		assertThatIllegalArgumentException().isThrownBy(() -> Part.of(pod, OptionalInt.of(2)))
			.withMessageContaining("2/2");
	}

	@Test
	void anArrayJobSaysBothFromWhateverItCounts() {
		assertThat(
				Part.of(Map.of("SLURM_ARRAY_TASK_ID", "3", "SLURM_ARRAY_TASK_MIN", "1", "SLURM_ARRAY_TASK_COUNT", "8"),
						OptionalInt.empty()))
			.hasValue(new Part(2, 8));
		assertThat(Part.of(Map.of("SLURM_ARRAY_TASK_ID", "3"), OptionalInt.of(4))).hasValue(new Part(3, 4));
	}

	@Test
	void anArrayJobMayCountInSteps() {
		assertThat(Part.of(slurm(62, 0, 62, 32, 2), OptionalInt.empty())).hasValue(new Part(31, 32));
		assertThat(Part.of(slurm(62, 0, 62, 32, 2), OptionalInt.of(32))).hasValue(new Part(31, 32));
		assertThat(Part.of(slurm(64, 1, 64, 64, 1), OptionalInt.of(64))).hasValue(new Part(63, 64));
	}

	@Test
	void someTasksOfAnArrayKeepTheirNumbers() {
		assertThat(Part.of(slurm(17, 3, 17, 2, 1), OptionalInt.of(64))).hasValue(new Part(17, 64));
		assertThat(Part.of(slurm(40, 32, 63, 32, 1), OptionalInt.of(64))).hasValue(new Part(40, 64));
		assertThatIllegalArgumentException().isThrownBy(() -> Part.of(slurm(17, 3, 17, 2, 1), OptionalInt.empty()))
			.withMessageContaining("--parts N");
	}

	private static Map<String, String> slurm(int task, int first, int last, int count, int step) {
		return Map.of("SLURM_ARRAY_TASK_ID", "" + task, "SLURM_ARRAY_TASK_MIN", "" + first, "SLURM_ARRAY_TASK_MAX",
				"" + last, "SLURM_ARRAY_TASK_COUNT", "" + count, "SLURM_ARRAY_TASK_STEP", "" + step);
	}

	@Test
	void whereNobodySpreadsTheWorkThereAreNoParts() {
		assertThat(Part.of(Map.of(), OptionalInt.empty())).isEmpty();
		assertThatIllegalArgumentException().isThrownBy(() -> Part.of(Map.of(), OptionalInt.of(4)))
			.withMessageContaining("--part I/N");
	}

	@Test
	void partsTogetherDoEachUnitOnceAndAreBalancedBySize() {
		Random random = new Random(7);
		List<Plan.Unit> units = IntStream.range(0, 100)
			.mapToObj((i) -> new Plan.Unit("u%03d".formatted(i), "", 1 + random.nextInt(1000)))
			.toList();
		Plan plan = new Plan(0, units, Map.of(), List.of());
		Set<String> all = new TreeSet<>();
		long total = units.stream().mapToLong(Plan.Unit::bytes).sum();
		for (int i = 0; i < 7; i++) {
			Set<String> own = plan.of(new Part(i, 7));
			assertThat(all).doesNotContainAnyElementsOf(own);
			all.addAll(own);
			long size = units.stream().filter((unit) -> own.contains(unit.id())).mapToLong(Plan.Unit::bytes).sum();
			assertThat((double) size / total).isBetween(0.135, 0.15);
		}
		assertThat(all).hasSize(100);
	}

	@Test
	void unitsOfUnknownSizeAreSpread() {
		Plan plan = new Plan(0, IntStream.range(0, 10).mapToObj((i) -> new Plan.Unit("u" + i, "", 0)).toList(),
				Map.of(), List.of());
		assertThat(plan.of(new Part(0, 5))).hasSize(2);
		assertThat(plan.of(new Part(4, 5))).hasSize(2);
	}

	@Test
	void aPlanThatGrowsKeepsWhatItKnew() {
		Plan before = new Plan(64, List.of(new Plan.Unit("a", "a.tar", 5)), Map.of(), List.of());
		Plan now = new Plan(64, List.of(new Plan.Unit("a", "a.tar", 9), new Plan.Unit("b", "b.tar", 1)),
				Map.of(".txt", 2), List.of());
		assertThat(before.with(now).units()).containsExactly(new Plan.Unit("a", "a.tar", 5),
				new Plan.Unit("b", "b.tar", 1));
		assertThat(before.with(now).leftOut()).containsEntry(".txt", 2);
	}

	@Test
	void classesMayOnlyComeAtTheEnd() {
		Plan before = ofClasses("bird", "cat");
		assertThat(before.numbersAlike(ofClasses("bird", "cat", "dog"))).isTrue();
		assertThat(before.numbersAlike(ofClasses("bird"))).isTrue();
		assertThat(before.numbersAlike(ofClasses("ant", "bird", "cat"))).isFalse();
		assertThat(ofClasses().numbersAlike(before)).as("a plan from before classes were kept").isTrue();
		assertThat(before.with(ofClasses("bird")).classes()).containsExactly("bird", "cat");
	}

	private static Plan ofClasses(String... names) {
		return new Plan(0, List.of(), Map.of(), List.of(names));
	}

}
