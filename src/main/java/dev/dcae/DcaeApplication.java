package dev.dcae;

import dev.dcae.checkpoint.hub.HubNetwork;
import dev.dcae.cli.Commands;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * The service. Beans are wired explicitly, in the configuration classes of this package.
 */
@SpringBootApplication
@EnableConfigurationProperties(DcaeProperties.class)
public class DcaeApplication {

	private static final int WRONG_ARGUMENTS = 2;

	/**
	 * Runs a command if the arguments name one, and serves otherwise.
	 */
	public static void main(String[] args) {
		// Whatever makes the first client, be it what exports traces.
		HubNetwork.takePasswords();
		if (Commands.areIn(args)) {
			System.exit(Commands.run(args));
		}
		if (!Commands.checkOptions(System.err, args)) {
			System.exit(WRONG_ARGUMENTS);
		}
		SpringApplication.run(DcaeApplication.class, args);
	}

	@Bean
	static ConfigurationPropertiesBindHandlerAdvisor nestedSettings() {
		return NestedSettings::new;
	}

}
