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

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;

/**
 * Refuses unknown settings where Spring Boot does not: of what is in the elements of a
 * list it looks at the first word alone.
 */
final class NestedSettings extends AbstractBindHandler {

	private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("dcae");

	private final UnboundElementsSourceFilter filter = new UnboundElementsSourceFilter();

	NestedSettings(BindHandler parent) {
		super(parent);
	}

	/**
	 * All settings of the service, with {@code [n]} behind lists of objects.
	 */
	static SortedSet<String> names() {
		SortedSet<String> names = new TreeSet<>();
		collect(ROOT.toString(), DcaeProperties.class, names);
		return names;
	}

	private static void collect(String prefix, Class<?> type, SortedSet<String> names) {
		for (RecordComponent component : type.getRecordComponents()) {
			String name = prefix + "." + DataObjectPropertyName.toDashedForm(component.getName());
			if (component.getType().isRecord()) {
				collect(name, component.getType(), names);
			}
			else if (component.getGenericType() instanceof ParameterizedType list
					&& list.getActualTypeArguments()[0] instanceof Class<?> element && element.isRecord()) {
				collect(name + "[n]", element, names);
			}
			else {
				names.add(name);
			}
		}
	}

	@Override
	public void onFinish(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
			@Nullable Object result) throws Exception {
		super.onFinish(name, target, context, result);
		if (name.equals(ROOT)) {
			Set<ConfigurationPropertyName> known = names().stream()
				.map((setting) -> ConfigurationPropertyName.of(setting.replace("[n]", "[0]")))
				.collect(Collectors.toSet());
			Set<ConfigurationProperty> unknown = new TreeSet<>();
			for (ConfigurationPropertySource source : context.getSources()) {
				if (this.filter.apply(source) && source instanceof IterableConfigurationPropertySource names) {
					names.stream()
						.filter((setting) -> ROOT.isAncestorOf(setting) && !known.contains(plain(setting)))
						.map(source::getConfigurationProperty)
						.forEach(unknown::add);
				}
			}
			if (!unknown.isEmpty()) {
				throw new UnboundConfigurationPropertiesException(unknown);
			}
		}
	}

	/**
	 * A name without the number of a value, and with the first element's for any other.
	 */
	private static ConfigurationPropertyName plain(ConfigurationPropertyName setting) {
		return ConfigurationPropertyName
			.of(setting.toString().replaceFirst("\\[\\d+]$", "").replaceAll("\\[\\d+]", "[0]"));
	}

}
