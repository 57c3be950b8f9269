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
package dev.dcae;

import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.dcae.model.AutoencoderConfig;
import io.swagger.v3.oas.annotations.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springdoc.core.annotations.ParameterObject;

import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rooms and the rooms each may import. The root package wires them all.
 */
class ArchitectureTests {

	static final Map<String, Set<String>> MAY_IMPORT = Map.ofEntries(Map.entry("tensor", Set.of()),
			Map.entry("image", Set.of()), Map.entry("model", Set.of("tensor")),
			Map.entry("checkpoint", Set.of("model", "tensor")), Map.entry("torchscript", Set.of("model", "tensor")),
			Map.entry("serving", Set.of("model", "tensor")),
			Map.entry("engine", Set.of("serving", "torchscript", "model", "tensor")),
			Map.entry("pipeline", Set.of("serving", "image", "model", "tensor")),
			Map.entry("api", Set.of("pipeline", "serving", "image", "model", "tensor")),
			Map.entry("ops", Set.of("pipeline", "serving", "engine", "checkpoint", "torchscript", "model")),
			Map.entry("training", Set.of("engine", "checkpoint", "torchscript", "image", "model", "tensor")),
			Map.entry("evaluation", Set.of("engine", "image", "model", "tensor")),
			Map.entry("dataset", Set.of("pipeline", "serving", "image", "model", "tensor")),
			Map.entry("cli", Set.of("dataset", "tensor", "image", "model", "checkpoint", "torchscript", "serving",
					"engine", "pipeline", "ops", "training", "evaluation")));

	static final Set<Map.Entry<String, Set<String>>> ROOMS = MAY_IMPORT.entrySet();

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("dev.dcae");

	@ParameterizedTest
	@FieldSource("ROOMS")
	void roomImportsOnlyWhatItMay(Map.Entry<String, Set<String>> room) {
		noClasses().that()
			.resideInAPackage(inside(room.getKey()))
			.should()
			.dependOnClassesThat(DescribedPredicate.describe("are in another room than " + room.getValue(),
					(JavaClass type) -> isOurs(type) && !room(type).equals(room.getKey())
							&& !room.getValue().contains(room(type))))
			.allowEmptyShould(true)
			.check(CLASSES);
	}

	@Test
	void everyClassIsInAKnownRoom() {
		classes().should()
			.resideInAnyPackage(MAY_IMPORT.keySet().stream().map(ArchitectureTests::inside).toArray(String[]::new))
			.orShould()
			.resideInAPackage("dev.dcae")
			.check(CLASSES);
	}

	@Test
	void onlyEngineAndTrainingKnowDjl() {
		noClasses().that()
			.resideOutsideOfPackages(inside("engine"), inside("training"))
			.should()
			.dependOnClassesThat()
			.resideInAPackage("ai.djl..")
			.check(CLASSES);
	}

	@Test
	void onlyApiKnowsHttp() {
		noClasses().that()
			.resideOutsideOfPackages(inside("api"), inside("ops"), "dev.dcae")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("jakarta.servlet..", "org.springframework.http..", "org.springframework.web..")
			.check(CLASSES);
	}

	@Test
	void protocolsKnowNothingOfEachOther() {
		List<String> protocols = List.of("dev.dcae.api.v1..", "dev.dcae.api.oip..", "dev.dcae.api.remotevae..");
		for (String protocol : protocols) {
			noClasses().that()
				.resideInAPackage(protocol)
				.should()
				.dependOnClassesThat()
				.resideInAnyPackage(
						protocols.stream().filter((other) -> !other.equals(protocol)).toArray(String[]::new))
				.check(CLASSES);
		}
	}

	@Test
	void whatProtocolsShareKnowsNone() {
		noClasses().that()
			.resideInAnyPackage("dev.dcae.api.connection..", "dev.dcae.api.http..", "dev.dcae.api.problem..",
					"dev.dcae.api.security..", "dev.dcae.api.page..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("dev.dcae.api.v1..", "dev.dcae.api.oip..", "dev.dcae.api.remotevae..")
			.check(CLASSES);
	}

	@Test
	void anEndpointIsDescribedInItsInterfaceAndNotInItsController() {
		noMethods().that()
			.areDeclaredInClassesThat()
			.areAnnotatedWith(RestController.class)
			.should()
			.beAnnotatedWith(Operation.class)
			.check(CLASSES);
	}

	/**
	 * Elsewhere a config is asked, or a switch names every family.
	 */
	@Test
	void noOtherRoomThanModelAndTorchscriptTestsForAFamilyByInstanceof() {
		assertThat(CLASSES.stream()
			.filter((type) -> !Set.of("model", "torchscript").contains(room(type)))
			.flatMap((type) -> type.getInstanceofChecks().stream())
			.filter((check) -> check.getRawType().isAssignableTo(AutoencoderConfig.class))).isEmpty();
	}

	/**
	 * The scheduler's contracts, on top, know nothing of what is below them.
	 */
	@Test
	void theContractsOfServingDoNotImportItsCorridors() {
		noClasses().that()
			.resideInAPackage("dev.dcae.serving")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("dev.dcae.serving.*..")
			.check(CLASSES);
	}

	@Test
	void theCorridorsOfServingDoNotImportEachOtherInCircles() {
		slices().matching("dev.dcae.serving.(*)..").should().beFreeOfCycles().check(CLASSES);
	}

	@Test
	void theRoomsOfTheInterfaceDoNotImportEachOtherInCircles() {
		slices().matching("dev.dcae.api.(*)..").should().beFreeOfCycles().check(CLASSES);
		slices().matching("dev.dcae.api.v1.(*)..").should().beFreeOfCycles().check(CLASSES);
	}

	/**
	 * Runs of a scheduler know it by its contracts alone; only its wiring starts it.
	 */
	@Test
	void onlyOpsStartsAScheduler() {
		noClasses().that()
			.resideOutsideOfPackages(inside("serving"), inside("ops"), "dev.dcae")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("dev.dcae.serving.*..")
			.check(CLASSES);
	}

	/**
	 * Spring reads the type annotations of others at each request, which took more of it
	 * than all the rest, and takes the first of several values without a word.
	 */
	@Test
	void queryParametersAreHeldByRecords() {
		Stream<Parameter> parameters = CLASSES.stream()
			.filter((type) -> type.getPackageName().startsWith("dev.dcae.api"))
			.flatMap((type) -> Arrays.stream(type.reflect().getDeclaredMethods()))
			.flatMap((method) -> Arrays.stream(method.getParameters()));
		assertThat(parameters).isNotEmpty()
			.noneMatch((parameter) -> parameter.isAnnotationPresent(RequestParam.class))
			.anyMatch((parameter) -> parameter.isAnnotationPresent(ParameterObject.class));
	}

	private static String inside(String room) {
		return "dev.dcae." + room + "..";
	}

	private static boolean isOurs(JavaClass type) {
		return type.getPackageName().equals("dev.dcae") || type.getPackageName().startsWith("dev.dcae.");
	}

	private static String room(JavaClass type) {
		String[] parts = type.getPackageName().split("\\.");
		return (parts.length > 2) ? parts[2] : "";
	}

}
