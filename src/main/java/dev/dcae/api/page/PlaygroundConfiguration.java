package dev.dcae.api.page;

import jakarta.servlet.DispatcherType;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.filter.ShallowEtagHeaderFilter;

/**
 * The caching of the files of the page at /: browsers keep them and ask each time whether
 * they are still right, by a digest of the content. Dates would not do: those of files in
 * a jar may be older than what a browser has from the version before.
 */
@Configuration(proxyBeanMethods = false)
class PlaygroundConfiguration {

	@Bean
	FilterRegistrationBean<ShallowEtagHeaderFilter> playgroundEtags() {
		FilterRegistrationBean<ShallowEtagHeaderFilter> etags = new FilterRegistrationBean<>(
				new ShallowEtagHeaderFilter());
		// What is asked for as / is forwarded to /index.html.
		etags.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.FORWARD);
		etags.addUrlPatterns("/index.html", "/playground/*", "/samples/*");
		return etags;
	}

}
