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
package dev.dcae.deploy;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Objects;

import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.images.builder.Transferable;

/**
 * An nginx that does what ingress-nginx makes of the chart's ingress. It says nothing of
 * its port, which is another one outside of its container.
 */
final class Nginx extends GenericContainer<Nginx> {

	static final String IMAGE = "nginx:1.28";

	private static final int PORT = 80;

	private static final String CONFIGURATION = """
			worker_processes 2;
			events { }
			http {
				access_log /dev/stdout;
				error_log /dev/stderr;
				map $http_x_request_id $req_id { default $http_x_request_id; "" $request_id; }
				server {
					listen 80;
					location ~* "^%4$s" {
						rewrite "(?i)%4$s" %5$s break;
						client_max_body_size %1$s;
						proxy_read_timeout %2$ss;
						proxy_send_timeout %3$ss;
						proxy_connect_timeout 5s;
						proxy_buffering off;
						proxy_http_version 1.1;
						proxy_set_header Host $http_host;
						proxy_set_header X-Request-ID $req_id;
						proxy_set_header X-Forwarded-For $remote_addr;
						proxy_set_header X-Forwarded-Host $http_host;
						proxy_set_header X-Forwarded-Proto $scheme;
						proxy_set_header X-Forwarded-Prefix "%6$s";
						proxy_pass http://%7$s;
					}
				}
			}
			""";

	/**
	 * A proxy before a service.
	 * @param values of the chart, with an ingress under a path of its own
	 * @param service name and port of the service in the network
	 */
	Nginx(Network network, String values, String service) throws IOException {
		super(IMAGE);
		Ingress ingress = Manifests.of(values).one(Ingress.class);
		HTTPIngressPath path = ingress.getSpec().getRules().getFirst().getHttp().getPaths().getFirst();
		Map<String, String> annotations = ingress.getMetadata().getAnnotations();
		withNetwork(network);
		withExposedPorts(PORT);
		withCopyToContainer(Transferable.of(CONFIGURATION.formatted(annotation(annotations, "proxy-body-size"),
				annotation(annotations, "proxy-read-timeout"), annotation(annotations, "proxy-send-timeout"),
				path.getPath(), annotation(annotations, "rewrite-target"),
				annotation(annotations, "x-forwarded-prefix"), service)), "/etc/nginx/nginx.conf");
	}

	private static String annotation(Map<String, String> annotations, String name) {
		return Objects.requireNonNull(annotations.get("nginx.ingress.kubernetes.io/" + name), name);
	}

	URI address(String path) {
		return URI.create("http://%s:%d%s".formatted(getHost(), getMappedPort(PORT), path));
	}

}
