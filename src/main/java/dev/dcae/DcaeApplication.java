package dev.dcae;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The service. Beans are wired explicitly, in the configuration classes of this package.
 */
@SpringBootApplication
public class DcaeApplication {

	public static void main(String[] args) {
		SpringApplication.run(DcaeApplication.class, args);
	}

}
