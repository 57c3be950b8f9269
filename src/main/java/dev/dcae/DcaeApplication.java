package dev.dcae;

import dev.dcae.cli.Commands;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/**
 * The service. Beans are wired explicitly, in the configuration classes of this package.
 */
@SpringBootApplication
@EnableConfigurationProperties(DcaeProperties.class)
public class DcaeApplication {

	/**
	 * Runs a command if the arguments name one, and serves otherwise.
	 */
	public static void main(String[] args) {
		if (Commands.areIn(args)) {
			System.exit(Commands.run(args));
		}
		SpringApplication.run(DcaeApplication.class, args);
	}

}
