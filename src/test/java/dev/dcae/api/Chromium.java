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
package dev.dcae.api;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test a visit by the Chromium of this machine, which all share. Without one
 * the test is skipped, or fails where CI says that it has to be there.
 */
final class Chromium implements ExecutionCondition, ParameterResolver, AfterEachCallback {

	private static final Namespace NAMESPACE = Namespace.create(Chromium.class);

	private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome", "chrome");

	/**
	 * The browser and the process that drives it, as long as the tests run.
	 */
	private record Driven(Playwright playwright, Browser browser) implements AutoCloseable {

		static Driven launch() {
			Path executable = executable()
				.orElseThrow(() -> new IllegalStateException("There is no Chromium on the PATH, where CI needs one"));
			Playwright playwright = Playwright
				.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
			Browser browser = playwright.chromium()
				.launch(new LaunchOptions().setExecutablePath(executable)
					// Its sandbox is refused to root, and to containers.
					.setArgs(List.of("--no-sandbox"))
					.setTimeout(Visit.PATIENCE));
			return new Driven(playwright, browser);
		}

		@Override
		public void close() {
			this.playwright.close();
		}

	}

	private static Optional<Path> executable() {
		return Stream.of(System.getenv("PATH").split(File.pathSeparator))
			.flatMap((folder) -> NAMES.stream().map((name) -> Path.of(folder, name)))
			.filter(Files::isExecutable)
			.findFirst();
	}

	/**
	 * Asked before the service is started, which then would be in vain.
	 */
	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		if (Boolean.parseBoolean(System.getenv("CI")) || executable().isPresent()) {
			return ConditionEvaluationResult.enabled("The page is tested");
		}
		String reason = context.getDisplayName() + " is skipped: there is no Chromium on the PATH";
		System.out.println(reason);
		return ConditionEvaluationResult.disabled(reason);
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == Visit.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		Driven driven = context.getRoot()
			.getStore(NAMESPACE)
			.computeIfAbsent(Driven.class, (key) -> Driven.launch(), Driven.class);
		Visit visit = new Visit(driven.browser());
		store(context).put(Visit.class, visit);
		return visit;
	}

	@Override
	public void afterEach(ExtensionContext context) {
		Visit visit = store(context).get(Visit.class, Visit.class);
		if (visit != null) {
			visit.end(context.getExecutionException().isEmpty());
		}
	}

	private static Store store(ExtensionContext context) {
		return context.getStore(NAMESPACE);
	}

}
