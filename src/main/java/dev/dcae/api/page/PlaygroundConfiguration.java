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
package dev.dcae.api.page;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.ShallowEtagHeaderFilter;

/**
 * The caching of the files of the page at / and of Swagger UI: browsers keep them and ask
 * each time whether they are still right, by a digest of the content. Dates would not do:
 * those of files in a jar may be older than what a browser has from the version before.
 */
@Configuration(proxyBeanMethods = false)
class PlaygroundConfiguration {

	@Bean
	FilterRegistrationBean<ShallowEtagHeaderFilter> playgroundEtags() {
		ShallowEtagHeaderFilter digests = new ShallowEtagHeaderFilter();
		// Tomcat compresses nothing whose bytes are promised to stay the same.
		digests.setWriteWeakETag(true);
		FilterRegistrationBean<ShallowEtagHeaderFilter> etags = new FilterRegistrationBean<>(digests);
		// What is asked for as / is forwarded to /index.html.
		etags.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.FORWARD);
		etags.addUrlPatterns("/index.html", "/playground/*", "/samples/*", "/swagger-ui/*");
		return etags;
	}

	/**
	 * The files of Swagger UI, of which springdoc says nothing, so that they would not be
	 * kept at all.
	 */
	@Bean
	FilterRegistrationBean<Filter> swaggerUiCaching() {
		FilterRegistrationBean<Filter> caching = new FilterRegistrationBean<>((request, response, chain) -> {
			((HttpServletResponse) response).setHeader(HttpHeaders.CACHE_CONTROL,
					CacheControl.noCache().getHeaderValue());
			chain.doFilter(request, response);
		});
		caching.addUrlPatterns("/swagger-ui/*");
		return caching;
	}

}
