package dev.dcae.cli;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingInitializationContext;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.core.env.StandardEnvironment;

/**
 * The service's logging, without a service to set it up: commands print what they have to
 * say themselves, and beside it only warnings are of interest. Left alone, Logback prints
 * everything down to the debugging of libraries.
 */
final class CommandLogging {

	private CommandLogging() {
	}

	static void start() {
		LoggingSystem system = LoggingSystem.get(CommandLogging.class.getClassLoader());
		system.beforeInitialize();
		system.initialize(new LoggingInitializationContext(new StandardEnvironment()), null, null);
		system.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.WARN);
		// Warns of every machine without a GPU; a GPU that was asked for and is not there
		// is an error of our own.
		system.setLogLevel("ai.djl.util.cuda.CudaUtils", LogLevel.ERROR);
	}

}
