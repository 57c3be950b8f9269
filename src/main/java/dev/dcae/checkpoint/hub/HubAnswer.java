package dev.dcae.checkpoint.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;

/**
 * An answer whose body is still to be read.
 *
 * @param response of whoever stores the body
 * @param facts that the hub told on the way
 */
record HubAnswer(HttpResponse<InputStream> response, HubFacts facts) implements AutoCloseable {

	int status() {
		return this.response.statusCode();
	}

	String header(String name) {
		return this.response.headers().firstValue(name).orElse("");
	}

	@Override
	public void close() {
		try {
			this.response.body().close();
		}
		catch (IOException ex) {
			// Whatever was wanted of it has been read.
		}
	}

}
