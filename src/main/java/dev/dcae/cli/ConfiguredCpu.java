package dev.dcae.cli;

import dev.dcae.ops.Dtype;

import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;

/**
 * The CPU as the service's configuration has it, read without starting the service.
 *
 * @param dtype what models compute in there if nothing else is asked for
 */
record ConfiguredCpu(Dtype dtype) {

	/**
	 * Reads {@code application.yaml}, beside the jar and in it, and the environment, as
	 * the service does.
	 */
	static ConfiguredCpu read() {
		ConfigurableEnvironment environment = new StandardEnvironment();
		ConfigDataEnvironmentPostProcessor.applyTo(environment);
		return of(environment);
	}

	static ConfiguredCpu of(ConfigurableEnvironment environment) {
		return new ConfiguredCpu(Binder.get(environment).bind("dcae.cpu.dtype", Dtype.class).orElse(Dtype.AUTO));
	}

}
