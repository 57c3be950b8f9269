package dev.dcae.api.http;

import java.util.List;

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
 * does.
 */
@Component
class AcceptedAnswers implements WebMvcConfigurer {

	private final ContentNegotiationStrategy header = new HeaderContentNegotiationStrategy();

	@Override
	public void configureContentNegotiation(ContentNegotiationConfigurer configurer) {
		// No bean: Spring Security wants there to be one alone, that of all of them.
		configurer.strategies(List.of(this::ranges));
	}

	private List<MediaType> ranges(NativeWebRequest request) throws HttpMediaTypeNotAcceptableException {
		List<MediaType> ranges = MediaTypes.ofSuccess(this.header.resolveMediaTypes(request));
		return ranges.isEmpty() ? ContentNegotiationStrategy.MEDIA_TYPE_ALL_LIST : ranges;
	}

}
