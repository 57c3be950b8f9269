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
package dev.dcae.cli;

import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import dev.dcae.checkpoint.CheckpointHub;
import dev.dcae.model.Precision;
import dev.dcae.tensor.DType;
import dev.dcae.training.Phase;
import dev.dcae.training.Training;
import dev.dcae.training.TrainingException;
import dev.dcae.training.TrainingResult;
import dev.dcae.training.TrainingSettings;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validation;
import jakarta.validation.ValidatorFactory;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.io.FileSystemResource;

/**
 * {@code train}: trains or fine-tunes a DC-AE.
 */
@Command(name = "train", mixinStandardHelpOptions = true, versionProvider = Version.class, description = {
		"Trains a DC-AE from scratch, or fine-tunes a checkpoint.",
		"Writes a diffusers checkpoint, log.csv, curve.png and a snapshot. After a kill the same command goes on"
				+ " from the snapshot; with --resume it does only that." },
		footer = { "", "With --example an example of FILE, with every setting and its default, is printed.",
				"For more steps than a finished run had, begin another from its checkpoint:",
				"--set source=OUTPUT --set output=ANOTHER." })
final class TrainCommand implements Callable<Integer> {

	@Option(names = "--config", paramLabel = "FILE", description = "settings, as YAML")
	private @Nullable Path config;

	@Option(names = "--set", paramLabel = "NAME=VALUE",
			description = "a setting that comes before the file's, such as steps=200 or data.photos=photos")
	private Map<String, String> settings = new LinkedHashMap<>();

	@Option(names = "--resume",
			description = "go on with the run in the output folder, and end with an error if it has none")
	private boolean resume;

	@Option(names = "--example", description = "print every setting with its default, and stop")
	private boolean example;

	@Spec
	private @Nullable CommandSpec spec;

	@Override
	public Integer call() throws Exception {
		var out = Objects.requireNonNull(this.spec).commandLine().getOut();
		if (this.example) {
			out.print(example());
			out.flush();
			return 0;
		}
		TrainingSettings bound = settings();
		if (this.resume && !Training.isBegun(bound.output())) {
			throw new TrainingException(
					"%s has no run to resume; without --resume one begins".formatted(bound.output()));
		}
		if (Training.isBegun(bound.output())) {
			out.println("Goes on from the snapshot in " + bound.output());
			out.flush();
		}
		Training training = new Training(bound, this::hub, (progress) -> {
			out.println(progress);
			out.flush();
		});
		// A signal ends the process after the step: libtorch torn down under it takes the
		// JVM with it.
		Thread signalled = Thread.ofPlatform().unstarted(() -> {
			out.println(training.stop()
				.map((failure) -> "Stopped without a new snapshot: " + Commands.message(failure))
				.orElse("Stopped, with a snapshot: the same command goes on from there"));
			out.flush();
		});
		Runtime.getRuntime().addShutdownHook(signalled);
		TrainingResult result;
		boolean ending = false;
		try {
			result = training.run();
		}
		finally {
			ending = !isRemoved(signalled);
		}
		if (ending) {
			return 0;
		}
		out.println("Written to %s: %s".formatted(bound.output(), result));
		out.println("curve.png and log.csv there show the run. To see what the model does:");
		out.println("  evaluate --models %s --images FOLDER --sheet sheet.png".formatted(bound.output()));
		out.println("and to serve it:");
		out.println("  --dcae.models[0].id=%s --dcae.models[0].source=%s".formatted(id(bound.output()),
				bound.output().toAbsolutePath().normalize()));
		return 0;
	}

	/**
	 * The hub and the cache of the service.
	 */
	private CheckpointHub hub() {
		return ServiceSettings.read().checkpointHub(Objects.requireNonNull(this.spec).commandLine().getErr());
	}

	/**
	 * Removes a hook, unless the process is ending.
	 */
	private static boolean isRemoved(Thread hook) {
		try {
			return Runtime.getRuntime().removeShutdownHook(hook);
		}
		catch (IllegalStateException ex) {
			return false;
		}
	}

	/**
	 * An id for a model in a folder.
	 */
	private static String id(Path folder) {
		return folder.toAbsolutePath().normalize().getFileName().toString().replaceAll("[^A-Za-z0-9._-]", "-");
	}

	static String example() throws IOException {
		try (InputStream in = Objects.requireNonNull(TrainCommand.class.getResourceAsStream("train.yaml"))) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	/**
	 * The settings of the options and the file.
	 * @throws TrainingException if one is unknown or makes no sense, naming it
	 */
	TrainingSettings settings() throws IOException {
		MutablePropertySources sources = new MutablePropertySources();
		sources.addLast(new MapPropertySource("--set", new LinkedHashMap<>(this.settings)));
		if (this.config != null) {
			if (!Files.isReadable(this.config)) {
				throw new TrainingException("%s cannot be read".formatted(this.config));
			}
			new YamlPropertySourceLoader().load(this.config.toString(), new FileSystemResource(this.config))
				.forEach(sources::addLast);
		}
		try {
			return validated(
					new Binder(ConfigurationPropertySources.from(sources), null, TrainingSettings.conversions())
						.bindOrCreate("", Bindable.of(TrainingSettings.class),
								new NoUnboundElementsBindHandler(BindHandler.DEFAULT)));
		}
		catch (BindException ex) {
			throw new TrainingException(problem(ex), ex);
		}
	}

	private static TrainingSettings validated(TrainingSettings settings) {
		try (ValidatorFactory validators = Validation.buildDefaultValidatorFactory()) {
			String problems = validators.getValidator()
				.validate(settings)
				.stream()
				.map(TrainCommand::problem)
				.sorted()
				.collect(Collectors.joining("; "));
			if (!problems.isEmpty()) {
				throw new TrainingException(problems);
			}
			return settings;
		}
	}

	private static String problem(ConstraintViolation<TrainingSettings> violation) {
		String path = violation.getPropertyPath().toString().replace(".<list element>", "");
		String name = DataObjectPropertyName.toDashedForm(path);
		Annotation constraint = violation.getConstraintDescriptor().getAnnotation();
		if (constraint instanceof AssertTrue) {
			return violation.getMessage();
		}
		return (constraint instanceof NotNull) ? name + " is missing; --example prints every setting"
				: name + " " + violation.getMessage();
	}

	private static String problem(BindException ex) {
		if (ex.getCause() instanceof UnboundConfigurationPropertiesException unknown) {
			return "There is no setting " + unknown.getUnboundProperties()
				.stream()
				.map((property) -> property.getName().toString())
				.collect(Collectors.joining(", ")) + "; --example prints them all";
		}
		for (Throwable cause = ex.getCause(); cause != null; cause = cause.getCause()) {
			if (cause instanceof ConversionFailedException failed) {
				return "%s: '%s' %s".formatted(ex.getName(), failed.getValue(), problem(failed));
			}
		}
		return "%s: %s".formatted(ex.getName(), NestedExceptionUtils.getMostSpecificCause(ex).getMessage());
	}

	private static String problem(ConversionFailedException ex) {
		Class<?> type = ex.getTargetType().getObjectType();
		if (type == Phase.class) {
			return "is none of " + Arrays.stream(Phase.values())
				.map((phase) -> DataObjectPropertyName.toDashedForm(phase.name().toLowerCase(Locale.ROOT)))
				.collect(Collectors.joining(", "));
		}
		if (type == Precision.class || type == DType.class) {
			return "is none of float32, bfloat16, float16";
		}
		if (type == Boolean.class) {
			return "is neither true nor false";
		}
		if (type == Duration.class) {
			return "is no duration, such as 5m or 90s";
		}
		return Number.class.isAssignableFrom(type) ? "is not a number that it takes"
				: "cannot be read: " + NestedExceptionUtils.getMostSpecificCause(ex).getMessage();
	}

}
