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
package dev.dcae.api.http;

import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import dev.dcae.api.problem.ProblemException;
import dev.dcae.api.problem.ProblemType;
import io.swagger.v3.oas.annotations.Parameter;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;

import org.springframework.beans.BeanUtils;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.convert.converter.Converter;
import org.springframework.core.convert.converter.ConverterFactory;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ValueConstants;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Makes the records that hold an operation's query parameters, which are marked with
 * {@link ParameterObject}. A component has the value of the parameter of its name, or of
 * the name that {@link Parameter} gives it; where it is missing or empty, the default
 * that {@link RequestParam} gives it; where it has none, null. Enums are told by their
 * names in lower case. What is no list is taken once. {@link LeftOutAs} says which values
 * are as none.
 * <p>
 * Spring binds constructors too, but reads each type's annotations anew at each request,
 * which was three fifths of all that a request allocated, and takes headers for
 * parameters.
 */
@Component
public class ParameterRecords implements HandlerMethodArgumentResolver, WebMvcConfigurer {

	private static final ParameterNameDiscoverer NAMES = new DefaultParameterNameDiscoverer();

	private final DefaultConversionService conversion = new DefaultConversionService();

	private final Map<Class<?>, Binding> bindings = new ConcurrentHashMap<>();

	ParameterRecords() {
		this.conversion.addConverterFactory(new LowerCaseNames());
	}

	@Override
	public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
		resolvers.add(this);
	}

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		return parameter.getParameterType().isRecord() && parameter.hasParameterAnnotation(ParameterObject.class);
	}

	/**
	 * Makes a record of the request's parameters.
	 * @throws MethodArgumentTypeMismatchException if a value is none of its component's
	 * type
	 * @throws ProblemException if there are several for a component that is no list
	 */
	@Override
	public Object resolveArgument(MethodParameter parameter, @Nullable ModelAndViewContainer container,
			NativeWebRequest request, @Nullable WebDataBinderFactory binders) {
		Binding binding = binding(parameter);
		@Nullable Object[] values = binding.parameters()
			.stream()
			.map((one) -> value(one, binding.sent(request.getParameterValues(one.name()))))
			.toArray();
		return BeanUtils.instantiateClass(binding.constructor(), values);
	}

	/**
	 * The names of the query parameters that a record of a handler's is made of.
	 */
	public Stream<String> names(MethodParameter parameter) {
		return binding(parameter).parameters().stream().map(Named::name);
	}

	private Binding binding(MethodParameter parameter) {
		return this.bindings.computeIfAbsent(parameter.getParameterType(), Binding::of);
	}

	private @Nullable Object value(Named parameter, String @Nullable [] sent) {
		if (sent != null && sent.length > 1 && !parameter.type().isCollection()) {
			throw new ProblemException(ProblemType.BAD_PARAMETER,
					"%s is sent %d times; it is taken once".formatted(parameter.name(), sent.length));
		}
		Object value = (sent != null && sent.length == 1) ? sent[0] : sent;
		if (parameter.defaultValue() != null && (value == null || "".equals(value))) {
			value = parameter.defaultValue();
		}
		try {
			return this.conversion.convert(value, TypeDescriptor.forObject(value), parameter.type());
		}
		catch (ConversionException ex) {
			throw new MethodArgumentTypeMismatchException(value, parameter.type().getType(), parameter.name(),
					parameter.declared(), ex);
		}
	}

	/**
	 * The way from parameters to a record, found once.
	 *
	 * @param constructor the canonical one
	 * @param parameters in the order of the components
	 * @param none values that are as none
	 */
	private record Binding(Constructor<?> constructor, List<Named> parameters, Set<String> none) {

		static Binding of(Class<?> type) {
			Constructor<?> constructor = BeanUtils.getResolvableConstructor(type);
			List<Named> parameters = new ArrayList<>();
			for (int i = 0; i < constructor.getParameterCount(); i++) {
				MethodParameter declared = new MethodParameter(constructor, i);
				declared.initParameterNameDiscovery(NAMES);
				parameters.add(Named.of(declared));
			}
			LeftOutAs none = type.getAnnotation(LeftOutAs.class);
			return new Binding(constructor, List.copyOf(parameters), (none != null) ? Set.of(none.value()) : Set.of());
		}

		/**
		 * The values of a parameter; null if it was left out.
		 */
		String @Nullable [] sent(String @Nullable [] values) {
			return (values != null && values.length == 1 && this.none.contains(values[0])) ? null : values;
		}

	}

	/**
	 * A query parameter.
	 */
	private record Named(String name, TypeDescriptor type, @Nullable String defaultValue, MethodParameter declared) {

		static Named of(MethodParameter declared) {
			Parameter described = declared.getParameterAnnotation(Parameter.class);
			RequestParam asked = declared.getParameterAnnotation(RequestParam.class);
			String name = (described != null) ? described.name() : String.valueOf(declared.getParameterName());
			String value = (asked != null) ? asked.defaultValue() : ValueConstants.DEFAULT_NONE;
			return new Named(name, new TypeDescriptor(declared),
					value.equals(ValueConstants.DEFAULT_NONE) ? null : value, declared);
		}

	}

	/**
	 * Finds constants by their names in lower case, and in no other.
	 */
	@SuppressWarnings("rawtypes")
	private static final class LowerCaseNames implements ConverterFactory<String, Enum> {

		@Override
		public <T extends Enum> Converter<String, T> getConverter(Class<T> type) {
			return (name) -> Arrays.stream(type.getEnumConstants())
				.filter((constant) -> constant.name().toLowerCase(Locale.ROOT).equals(name))
				.findFirst()
				.orElseThrow(() -> new IllegalArgumentException("There is no '%s'".formatted(name)));
		}

	}

}
