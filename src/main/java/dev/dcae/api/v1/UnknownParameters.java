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
package dev.dcae.api.v1;

import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.dcae.api.http.ParameterRecords;
import dev.dcae.api.problem.ProblemException;
import dev.dcae.api.problem.ProblemType;
import dev.dcae.pipeline.Nearest;
import dev.dcae.pipeline.Quoted;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.multipart.MultipartRequest;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Refuses requests with a query parameter, or a field of a form, that their operation
 * does not know: one that is misspelled would do nothing, and nobody would be told.
 */
@Component
class UnknownParameters implements HandlerInterceptor, WebMvcConfigurer {

	private static final Set<String> PARTS = Set.of(Images.PART, SentLatents.PART);

	private final ParameterRecords records;

	private final Map<Method, Set<String>> known = new ConcurrentHashMap<>();

	UnknownParameters(ParameterRecords records) {
		this.records = records;
	}

	@Override
	public void addInterceptors(InterceptorRegistry registry) {
		registry.addInterceptor(this).addPathPatterns("/v1/**");
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
			throws IOException, ServletException {
		if (handler instanceof HandlerMethod method && !HttpMethod.OPTIONS.matches(request.getMethod())) {
			Set<String> names = this.known.computeIfAbsent(method.getMethod(), (_) -> names(method));
			for (String sent : request.getParameterMap().keySet()) {
				if (!names.contains(sent) && !isOwn(request, sent, names)) {
					throw new ProblemException(ProblemType.BAD_PARAMETER, detail(sent, names));
				}
			}
		}
		return true;
	}

	/**
	 * Tells if a name is of a form's part that its sender has for itself: one that is not
	 * near to a parameter's. Where a part that should be a file lacks its file name, and
	 * so looks like a field, the controller says so.
	 */
	private static boolean isOwn(HttpServletRequest request, String sent, Set<String> names)
			throws IOException, ServletException {
		return request instanceof MultipartRequest && request.getPart(sent) != null
				&& (PARTS.contains(sent) || Nearest.of(sent, names).isEmpty());
	}

	private Set<String> names(HandlerMethod method) {
		Set<String> names = new LinkedHashSet<>();
		Arrays.stream(method.getMethodParameters())
			.filter(this.records::supportsParameter)
			.flatMap(this.records::names)
			.forEach(names::add);
		return names;
	}

	private static String detail(String sent, Set<String> names) {
		String known = names.isEmpty() ? "none is taken here"
				: Nearest.of(sent, names)
					.map((nearest) -> "the nearest is '%s'".formatted(nearest))
					.orElseGet(() -> "taken are " + String.join(", ", names));
		return "There is no parameter %s here; %s".formatted(Quoted.of(sent), known);
	}

}
