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
import java.util.List;
import java.util.Map;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateDeployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Things that platform teams try first.
 */
class ChartCasesTests {

	@ParameterizedTest
	@CsvSource({ "0.2.0, auto, 1, dcae:0.2.0-cu128", "0.2.0, auto, 0, dcae:0.2.0",
			"0.2.0-cu128, auto, 1, dcae:0.2.0-cu128", "0.2.0, rocm, 1, dcae:0.2.0-rocm", "0.2.0, '', 1, dcae:0.2.0" })
	void anUpgradeKeepsTheFlavour(String tag, String variant, int gpus, String image) throws IOException {
		String values = "{ image: { tag: \"%s\", variant: \"%s\" }, gpu: { count: %d } }";
		assertThat(Manifests.of(values.formatted(tag, variant, gpus)).container().getImage()).isEqualTo(image);
	}

	@Test
	void aDigestIsThere() throws IOException {
		String digest = "sha256:" + "0123456789abcdef".repeat(4);
		assertThat(Manifests.of("image: { tag: 0.2.0, digest: \"%s\" }".formatted(digest)).container().getImage())
			.isEqualTo("dcae@" + digest);
	}

	@ParameterizedTest
	@CsvSource({ "1, 1, false, 0, 1", "1, 2, false, 25%, 1", "1, 3, false, 25%, 1", "1, 4, false, 25%, 25%",
			"2, 1, false, 0, 1", "0, 1, false, 25%, 25%", "0, 2, false, 25%, 25%", "1, 1, true, 25%, 25%",
			"1, 2, true, 25%, 1" })
	void aGpuIsGivenUpWhereThereMayBeNoOther(int gpus, int replicas, boolean scaled, String surge, String unavailable)
			throws IOException {
		DeploymentStrategy strategy = Manifests
			.of("{ gpu: { count: %d }, replicaCount: %d, autoscaling: { minReplicas: %d, keda: { enabled: %s } } }"
				.formatted(gpus, replicas, replicas, scaled))
			.one(Deployment.class)
			.getSpec()
			.getStrategy();
		assertThat(strategy.getRollingUpdate().getMaxSurge().getValue()).hasToString(surge);
		assertThat(strategy.getRollingUpdate().getMaxUnavailable().getValue()).hasToString(unavailable);
	}

	/**
	 * An API server refuses Recreate beside limits of a rolling update, and keeps those
	 * that it chose itself, which no release owns that is applied on the server.
	 */
	@Test
	void whateverTheStrategyBecomesTheReleaseOwnsAllOfIt() throws IOException {
		for (String set : ValueSets.names()) {
			assertThat(ValueSets.manifests(set).all(Deployment.class)).as(set)
				.allSatisfy((deployment) -> assertThat(deployment.getSpec().getStrategy()).satisfies((strategy) -> {
					assertThat(strategy.getType()).isEqualTo("RollingUpdate");
					assertThat(strategy.getRollingUpdate().getMaxSurge()).isNotNull();
					assertThat(strategy.getRollingUpdate().getMaxUnavailable()).isNotNull();
				}));
		}
	}

	@Test
	void aRolloutWaitsForDownloadsAndTheStart() throws IOException {
		assertThat(deadline("startup: { limitSeconds: 3600 }")).isEqualTo(3690);
		assertThat(deadline("""
				startup: { limitSeconds: 3600 }
				fetch: { limitSeconds: 7200 }
				dcae: { models: [{ id: a, source: "hf:a/b" }] }
				""")).isEqualTo(10_890);
	}

	private static int deadline(String values) throws IOException {
		return Manifests.of(values).one(Deployment.class).getSpec().getProgressDeadlineSeconds();
	}

	@Test
	void aReloaderIsToldOfTheSecrets() throws IOException {
		String name = "secret.reloader.stakater.com/reload";
		assertThat(annotations("")).doesNotContainKey(name);
		assertThat(annotations("secrets: { settings: keys, hubToken: { name: hub } }"))
			.contains(entry(name, "keys,hub"));
		assertThat(annotations("{ secrets: { settings: keys }, deploymentAnnotations: { %s: other } }".formatted(name)))
			.contains(entry(name, "other"));
	}

	@Test
	void aReloaderIsToldOfWhateverElseIsNamed() throws IOException {
		assertThat(annotations(
				"""
						secrets: { settings: keys }
						env:
						  - { name: A, valueFrom: { secretKeyRef: { name: api-keys, key: a } } }
						  - { name: B, valueFrom: { configMapKeyRef: { name: addresses, key: b } } }
						  - { name: C, value: secret }
						envFrom: [{ secretRef: { name: keys } }, { configMapRef: { name: common } }]
						volumes:
						  - { name: tls, secret: { secretName: certificate } }
						  - { name: more, projected: { sources: [{ secret: { name: more } }, { configMap: { name: common } }] } }
						extraContainers: [{ name: proxy, image: proxy, envFrom: [{ secretRef: { name: proxy } }] }]
						"""))
			.contains(entry("secret.reloader.stakater.com/reload", "keys,api-keys,certificate,more,proxy"),
					entry("configmap.reloader.stakater.com/reload", "addresses,common"));
	}

	private static Map<String, String> annotations(String values) throws IOException {
		return Manifests.of(values).one(Deployment.class).getMetadata().getAnnotations();
	}

	@ParameterizedTest
	@CsvSource({ "a.b, a-b-dcae", "7up, dcae-7up-dcae", "42, dcae-42-dcae", "1e3, dcae-1e3-dcae", "dcae, dcae",
			"my-dcae, my-dcae",
			"a1234567890123456789012345678901234567890123456789012, a1234567890123456789012345678901234567890123456789012-dcae" })
	void theNameIsMadeValid(String release, String name) throws IOException {
		assertThat(Manifests.named(release, "").all(Service.class))
			.extracting((service) -> service.getMetadata().getName())
			.contains(name)
			.allMatch((each) -> each.matches("[a-z]([-a-z0-9]{0,61}[a-z0-9])?"));
	}

	@Test
	void namesCanBeChosen() throws IOException {
		assertThat(Manifests.of("nameOverride: vae").one(Deployment.class).getMetadata().getName())
			.isEqualTo("shop-vae");
		assertThat(Manifests.of("fullnameOverride: codec").one(Deployment.class).getMetadata().getName())
			.isEqualTo("codec");
	}

	@Test
	void noServiceOfTheNamespaceIsASetting() throws IOException {
		assertThat(Manifests.of("").pod().getEnableServiceLinks()).isFalse();
		assertThat(Manifests.test("").getSpec().getEnableServiceLinks()).isFalse();
	}

	@Test
	void theQuestionsOfTheTestHaveATimeLimitWithoutThePullOfItsImage() throws IOException {
		PodSpec test = Manifests.test("test: { timeoutSeconds: 7 }").getSpec();
		assertThat(test.getContainers().getFirst().getCommand()).startsWith("timeout", "7", "bash");
		assertThat(test.getActiveDeadlineSeconds()).isEqualTo(607);
	}

	@Test
	void openShiftChoosesUserAndGroup() throws IOException {
		PodSecurityContext context = ValueSets.manifests("openshift").pod().getSecurityContext();
		assertThat(context.getRunAsUser()).isNull();
		assertThat(context.getRunAsGroup()).isNull();
		assertThat(context.getFsGroup()).isNull();
		assertThat(context.getRunAsNonRoot()).isTrue();
	}

	/**
	 * Helm takes it out, and it cannot be told from what an older chart's values lack.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "resources", "fetch.resources", "podSecurityContext", "containerSecurityContext",
			"topologySpread" })
	void whatIsNullAsAWholeIsTheDefaultAndSaidToBe(String value) throws IOException {
		String path = value.replace(".", ": { ") + ": null" + (value.contains(".") ? " }" : "");
		assertThat(Manifests.of(path).pod()).isEqualTo(Manifests.of("").pod());
		assertThat(Files.readString(Manifests.CHART.resolve("README.md")).replaceFirst("(?s)## Parameters.*", ""))
			.contains("`" + value + "`");
	}

	@Test
	void aServiceAccountIsMadeOrNamed() throws IOException {
		Manifests made = ValueSets.manifests("service-account");
		ServiceAccount account = made.one(ServiceAccount.class);
		assertThat(account.getMetadata().getName()).isEqualTo("shop-dcae");
		assertThat(account.getMetadata().getAnnotations()).containsKey("eks.amazonaws.com/role-arn");
		assertThat(made.pod().getServiceAccountName()).isEqualTo("shop-dcae");
		assertThat(made.pod().getAutomountServiceAccountToken()).isTrue();
		Manifests named = ValueSets.manifests("service-account-existing");
		assertThat(named.all(ServiceAccount.class)).isEmpty();
		assertThat(named.pod().getServiceAccountName()).isEqualTo("platform");
		assertThat(Manifests.of("").pod().getServiceAccountName()).isNull();
	}

	@Test
	void labelsAndAnnotationsAreWhereTheyWereAskedFor() throws IOException {
		Manifests manifests = ValueSets.manifests("labels");
		assertThat(manifests.all()).allSatisfy((object) -> {
			assertThat(object.getMetadata().getLabels()).contains(entry("team", "images"), entry("cost-center", "42"),
					entry("app.kubernetes.io/name", "vae"));
			assertThat(object.getMetadata().getAnnotations()).contains(entry("owner", "images@example.org"));
		});
		Deployment deployment = manifests.one(Deployment.class);
		assertThat(deployment.getMetadata().getAnnotations()).containsKey("argocd.argoproj.io/sync-wave");
		assertThat(deployment.getSpec().getTemplate().getMetadata().getLabels()).contains(entry("tier", "backend"),
				entry("team", "images"));
		assertThat(deployment.getSpec().getTemplate().getMetadata().getAnnotations())
			.contains(entry("sidecar.istio.io/inject", "false"));
		assertThat(manifests.all(Service.class).getFirst().getMetadata().getAnnotations())
			.containsKey("service.beta.kubernetes.io/aws-load-balancer-type");
	}

	@Test
	void labelsOfEverythingAreBesideThoseThatSelect() throws IOException {
		assertThat(ValueSets.manifests("labels-of-selectors").all(Deployment.class)).hasSize(2)
			.allSatisfy((deployment) -> assertThat(deployment.getSpec().getTemplate().getMetadata().getLabels())
				.containsAllEntriesOf(deployment.getSpec().getSelector().getMatchLabels())
				.contains(entry("app.kubernetes.io/part-of", "images")));
		Deployment only = Manifests.of("commonLabels: { app.kubernetes.io/component: codec }").one(Deployment.class);
		assertThat(only.getSpec().getTemplate().getMetadata().getLabels())
			.contains(entry("app.kubernetes.io/component", "codec"));
	}

	@Test
	void podsAreAsTheyWereAskedFor() throws IOException {
		Manifests manifests = ValueSets.manifests("pods");
		PodSpec pod = manifests.pod();
		assertThat(pod.getPriorityClassName()).isEqualTo("high");
		assertThat(pod.getSchedulerName()).isEqualTo("volcano");
		assertThat(pod.getDnsPolicy()).isEqualTo("None");
		assertThat(pod.getDnsConfig().getNameservers()).containsExactly("10.0.0.10");
		assertThat(pod.getHostAliases()).singleElement().extracting("ip").isEqualTo("10.1.2.3");
		assertThat(pod.getEnableServiceLinks()).isTrue();
		assertThat(pod.getAffinity().getNodeAffinity()).isNotNull();
		assertThat(manifests.one(Deployment.class).getSpec().getRevisionHistoryLimit()).isEqualTo(3);
	}

	@Test
	void othersRunBesideTheService() throws IOException {
		Manifests manifests = ValueSets.manifests("sidecars");
		assertThat(manifests.pod().getInitContainers()).extracting(Container::getName).containsExactly("models");
		assertThat(manifests.pod().getContainers()).extracting(Container::getName).containsExactly("dcae", "proxy");
		assertThat(ValueSets.manifests("service-account").container().getEnvFrom()).hasSize(2);
		assertThat(ValueSets.manifests("openshift").all()).extracting((object) -> object.getMetadata().getName())
			.contains("shop-note");
	}

	@Test
	void theServiceIsOpenedAsAskedFor() throws IOException {
		assertThat(ValueSets.manifests("node-port").all(Service.class).getFirst().getSpec().getPorts()).singleElement()
			.extracting("nodePort")
			.isEqualTo(30080);
		assertThat(ValueSets.manifests("load-balancer")
			.all(Service.class)
			.getFirst()
			.getSpec()
			.getLoadBalancerSourceRanges()).hasSize(2);
	}

	@Test
	void theCacheIsOfTheMediumAndTheClaimHasTheAnnotations() throws IOException {
		assertThat(ValueSets.manifests("cache-in-memory").pod().getVolumes()).filteredOn("name", "cache")
			.singleElement()
			.extracting((volume) -> volume.getEmptyDir().getMedium())
			.isEqualTo("Memory");
		assertThat(ValueSets.manifests("claim").one(PersistentVolumeClaim.class).getMetadata().getAnnotations())
			.containsOnly(entry("helm.sh/resource-policy", "delete"), entry("backup.example/skip", "true"));
	}

	@Test
	void aVolumeOfOneNodeIsLeftByAllPodsBeforeOthersWantIt() throws IOException {
		DeploymentStrategy strategy = ValueSets.manifests("claim-of-one-node")
			.one(Deployment.class)
			.getSpec()
			.getStrategy();
		assertThat(strategy.getType()).isEqualTo("RollingUpdate");
		assertThat(strategy.getRollingUpdate().getMaxSurge().getIntVal()).isZero();
		assertThat(strategy.getRollingUpdate().getMaxUnavailable().getStrVal()).isEqualTo("100%");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					strategy: { type: Recreate } | Recreate,,
					{ strategy: { rollingUpdate: { maxSurge: 1 } }, deployments: [{ name: a, strategy: { type: Recreate } }] } | Recreate,,
					strategy: { rollingUpdate: { maxSurge: 0 } } | RollingUpdate,0,25%
					strategy: { rollingUpdate: { maxUnavailable: 0 } } | RollingUpdate,25%,0
					""")
	void aStrategyOfOnesOwnIsOneThatAServerTakes(String values, String expected) throws IOException {
		DeploymentStrategy strategy = Manifests.of(values).one(Deployment.class).getSpec().getStrategy();
		RollingUpdateDeployment limits = strategy.getRollingUpdate();
		assertThat(strategy.getType() + ((limits != null)
				? ",%s,%s".formatted(limits.getMaxSurge().getValue(), limits.getMaxUnavailable().getValue()) : ",,"))
			.isEqualTo(expected);
	}

	@Test
	void aConstraintOfTheSpreadIsTakenWhole() throws IOException {
		assertThat(ValueSets.manifests("spread").pod().getTopologySpreadConstraints())
			.extracting("topologyKey", "maxSkew", "whenUnsatisfiable")
			.containsExactly(tuple("kubernetes.io/hostname", 1, "ScheduleAnyway"),
					tuple("topology.kubernetes.io/zone", 2, "DoNotSchedule"));
	}

	@Test
	void whateverGoesOutNamesAreFound() throws IOException {
		assertThat(egress("egress: [{ ports: [{ port: 4318 }] }]")).containsExactly(53, 53, 5353, 5353, 4318);
		assertThat(egress("s3: { enabled: true, ports: [9000] }, collector: { enabled: true }")).containsExactly(53, 53,
				5353, 5353, 9000, 4317, 4318);
		assertThat(egress("clients: []")).isEmpty();
	}

	private static List<Integer> egress(String policy) throws IOException {
		return Manifests.of("networkPolicy: { enabled: true, %s }".formatted(policy))
			.one(NetworkPolicy.class)
			.getSpec()
			.getEgress()
			.stream()
			.flatMap((rule) -> rule.getPorts().stream())
			.map(NetworkPolicyPort::getPort)
			.map((port) -> port.getIntVal())
			.toList();
	}

	@Test
	void anIngressHasSeveralHosts() throws IOException {
		Ingress ingress = ValueSets.manifests("ingress-hosts").one(Ingress.class);
		assertThat(ingress.getSpec().getRules()).extracting("host")
			.containsExactly("dcae.example", "dcae.example.org", "*.images.example");
		assertThat(ingress.getSpec().getTls()).extracting("secretName", "hosts")
			.containsExactly(tuple("certificate", List.of("dcae.example", "dcae.example.org")),
					tuple("wildcard", List.of("*.images.example")));
	}

	@Test
	void aPrefixNeedsNoParticularController() throws IOException {
		Manifests manifests = ValueSets.manifests("ingress-any-controller");
		assertThat(manifests.one(Ingress.class).getSpec().getRules().getFirst().getHttp().getPaths()).singleElement()
			.extracting("path", "pathType")
			.containsExactly("/vae", "Prefix");
		assertThat(manifests.one(Ingress.class).getMetadata().getAnnotations())
			.doesNotContainKeys("nginx.ingress.kubernetes.io/rewrite-target", "nginx.ingress.kubernetes.io/use-regex");
		assertThat(manifests.settings()).contains("context-path: /vae");
		assertThat(Manifests.test("ingress: { enabled: true, host: a.example, path: /vae, rewrite: none }")
			.getSpec()
			.getContainers()
			.getFirst()
			.getCommand()
			.getLast()).contains(" /vae/v1/models");
	}

	@Test
	void aNameIsTakenOnlyByWhatIsThere() throws IOException {
		assertThat(Manifests
			.of("{ deployments: [{ name: a }, { name: a-models }, { name: dashboard }, { name: test }, { name: management }] }")
			.all(Deployment.class)).hasSize(5);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					ingress: { enabled: true } | ingress.host
					httpRoute: { enabled: true } | httpRoute.parentRefs
					gpu: { count: 2, resource: nvidia.com/mig-1g.10gb } | MIG
					deployments: [{ name: a }, { name: a }] | two of the name a
					deployments: [{ name: a-management }, { name: a }] | two of the name a-management
					{ deployments: [{ name: a }, { name: a-models }], ingress: { enabled: true, host: a.example } } | two of the name a-models
					{ deployments: [{ name: dashboard }], monitoring: { dashboard: { enabled: true } } } | two of the name dashboard
					monitoring: { serviceMonitor: { enabled: true }, podMonitor: { enabled: true } } | counted twice
					""")
	void whatCannotWorkIsSaidSo(String values, String said) {
		assertThatException().isThrownBy(() -> Manifests.of(values)).withMessageContaining(said);
	}

}
