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

import java.util.List;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.accept.ContentNegotiationStrategy;
import org.springframework.web.accept.HeaderContentNegotiationStrategy;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Has Spring, when it looks for a controller, read {@code Accept} as {@link MediaTypes}
 * does, or not at all where the query has a {@code format} instead.
 */
@Component
class AcceptedAnswers implements WebMvcConfigurer {

	/**
	 * Looked for in the query as it was sent, since it may be one that cannot be read.
	 */
	private static final Pattern FORMAT = Pattern.compile("(^|&)format=");

	private final ContentNegotiationStrategy header = new HeaderContentNegotiationStrategy();

	@Override
	public void configureContentNegotiation(ContentNegotiationConfigurer configurer) {
		// No bean: Spring Security wants there to be one alone, that of all of them.
		configurer.strategies(List.of(this::ranges));
	}

	private List<MediaType> ranges(NativeWebRequest request) throws HttpMediaTypeNotAcceptableException {
		HttpServletRequest asked = request.getNativeRequest(HttpServletRequest.class);
		if (asked != null && asked.getQueryString() != null && FORMAT.matcher(asked.getQueryString()).find()) {
			return ContentNegotiationStrategy.MEDIA_TYPE_ALL_LIST;
		}
		List<MediaType> ranges = MediaTypes.ofSuccess(this.header.resolveMediaTypes(request))
			.stream()
			.map(AcceptedAnswers::bare)
			.toList();
		return ranges.isEmpty() ? ContentNegotiationStrategy.MEDIA_TYPE_ALL_LIST : ranges;
	}

	/**
	 * A range without parameters, which Spring would answer with: a charset, for one,
	 * that it then cannot write JSON in.
	 */
	private static MediaType bare(MediaType range) {
		return new MediaType(range.getType(), range.getSubtype(), range.getQualityValue());
	}

}
