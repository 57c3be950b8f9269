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
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rules that hold of the chart whatever its values are. Each object is read strictly,
 * with Kubernetes' models or the definitions of custom resources.
 */
class ChartMatrixTests {

	static List<String> sets() {
		return ValueSets.names();
	}

	@Test
	void thereAreManySets() {
		assertThat(sets()).hasSizeGreaterThanOrEqualTo(30).contains("openshift", "subchart");
	}

	@ParameterizedTest
	@MethodSource("sets")
	void everyObjectIsOneThatClustersTake(String set) throws IOException {
		Manifests manifests = ValueSets.manifests(set);
		Set<String> names = new HashSet<>();
		for (HasMetadata object : manifests.all()) {
			String name = object.getMetadata().getName();
			// A name of a Service is the strictest.
			assertThat(name).matches("[a-z]([-a-z0-9]{0,61}[a-z0-9])?");
			assertThat(names.add(object.getKind() + " " + name)).as("%s %s", object.getKind(), name).isTrue();
			if (object.getMetadata().getLabels() != null) {
				assertThat(object.getMetadata().getLabels().values())
					.allMatch((label) -> label.matches("|[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?"));
			}
		}
	}

	@ParameterizedTest
	@MethodSource("sets")
	void everySelectorFindsThePodsOfOneDeployment(String set) throws IOException {
		Manifests manifests = ValueSets.manifests(set);
		List<Deployment> deployments = manifests.all(Deployment.class);
		for (Deployment deployment : deployments) {
			Map<String, String> selector = deployment.getSpec().getSelector().getMatchLabels();
			assertThat(selected(deployments, selector)).containsExactly(deployment);
		}
		for (Service service : manifests.all(Service.class)) {
			assertThat(selected(deployments, service.getSpec().getSelector())).singleElement().satisfies((found) -> {
				assertThat(service.getMetadata().getName()).startsWith(found.getMetadata().getName());
				assertThat(ports(found)).containsAll(
						service.getSpec().getPorts().stream().map((port) -> port.getTargetPort().getStrVal()).toList());
			});
		}
		for (PodDisruptionBudget budget : manifests.all(PodDisruptionBudget.class)) {
			assertThat(selected(deployments, budget.getSpec().getSelector().getMatchLabels())).hasSize(1);
		}
	}

	private static List<Deployment> selected(List<Deployment> deployments, Map<String, String> selector) {
		return deployments.stream()
			.filter((deployment) -> deployment.getSpec()
				.getTemplate()
				.getMetadata()
				.getLabels()
				.entrySet()
				.containsAll(selector.entrySet()))
			.toList();
	}

	private static List<String> ports(Deployment deployment) {
		return deployment.getSpec()
			.getTemplate()
			.getSpec()
			.getContainers()
			.getFirst()
			.getPorts()
			.stream()
			.map(ContainerPort::getName)
			.toList();
	}

	@ParameterizedTest
	@MethodSource("sets")
	void everyReferenceHasItsObject(String set) throws IOException {
		Manifests manifests = ValueSets.manifests(set);
		Set<String> services = new HashSet<>();
		for (Service service : manifests.all(Service.class)) {
			for (ServicePort port : service.getSpec().getPorts()) {
				services.add(service.getMetadata().getName() + " " + port.getName());
			}
		}
		for (Ingress ingress : manifests.all(Ingress.class)) {
			List<HTTPIngressPath> paths = ingress.getSpec()
				.getRules()
				.stream()
				.flatMap((rule) -> rule.getHttp().getPaths().stream())
				.toList();
			assertThat(paths).isNotEmpty()
				.allSatisfy((path) -> assertThat(services).contains(path.getBackend().getService().getName() + " "
						+ path.getBackend().getService().getPort().getName()));
		}
		List<String> claims = manifests.all(PersistentVolumeClaim.class)
			.stream()
			.map((claim) -> claim.getMetadata().getName())
			.toList();
		for (Deployment deployment : manifests.all(Deployment.class)) {
			PodSpec pod = deployment.getSpec().getTemplate().getSpec();
			List<String> volumes = pod.getVolumes().stream().map((volume) -> volume.getName()).toList();
			assertThat(containers(pod)).flatExtracting(Container::getVolumeMounts)
				.extracting(VolumeMount::getName)
				.isSubsetOf(volumes);
			pod.getVolumes()
				.stream()
				.filter((volume) -> volume.getName().equals("cache") && volume.getPersistentVolumeClaim() != null)
				.map((volume) -> volume.getPersistentVolumeClaim().getClaimName())
				.forEach((claim) -> assertThat(claim).satisfiesAnyOf((ours) -> assertThat(claims).contains(ours),
						(theirs) -> assertThat(theirs).isEqualTo("models")));
		}
	}

	private static List<Container> containers(PodSpec pod) {
		return Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream()).toList();
	}

	/**
	 * As the standard for pods called restricted wants it, and thus OpenShift, too.
	 */
	@ParameterizedTest
	@MethodSource("sets")
	void thePodsAreRestricted(String set) throws IOException {
		Pod test = Manifests.test(Files.readString(ValueSets.file(set)));
		Stream<PodSpec> services = ValueSets.manifests(set)
			.all(Deployment.class)
			.stream()
			.map((deployment) -> deployment.getSpec().getTemplate().getSpec());
		for (PodSpec pod : Stream.concat(services, Stream.of(test.getSpec())).toList()) {
			assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
			assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
			assertThat(containers(pod)).filteredOn((container) -> container.getImage().contains("dcae"))
				.isNotEmpty()
				.allSatisfy((container) -> {
					assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
					assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
					assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
				});
		}
	}

	/**
	 * An attempt to roll out is given up when its limit is over, which a pod may need
	 * whole.
	 */
	@ParameterizedTest
	@MethodSource("sets")
	void noRolloutIsGivenUpWhileAPodMayStillStart(String set) throws IOException {
		for (Deployment deployment : ValueSets.manifests(set).all(Deployment.class)) {
			PodSpec pod = deployment.getSpec().getTemplate().getSpec();
			long seconds = (long) pod.getContainers().getFirst().getStartupProbe().getPeriodSeconds()
					* pod.getContainers().getFirst().getStartupProbe().getFailureThreshold();
			for (Container container : pod.getInitContainers()) {
				if (container.getName().equals("fetch")) {
					seconds += Long.parseLong(container.getCommand().get(2));
				}
			}
			assertThat((long) deployment.getSpec().getProgressDeadlineSeconds()).isGreaterThanOrEqualTo(seconds + 60);
		}
	}

}
