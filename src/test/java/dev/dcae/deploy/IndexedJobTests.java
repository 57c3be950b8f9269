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
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import org.junit.jupiter.api.Tag;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.ParameterizedTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * The chart where it encodes a data set in place of serving.
 */
class IndexedJobTests {

	static final String VALUES = """
			job:
			  enabled: true
			  completions: 16
			  parallelism: 4
			  args: ["s3://images/train", --out, "s3://latents/run1", --model, "hf:owner/name", --format, webdataset, --batch, 64]
			gpu: { count: 1 }
			envFrom: [{ secretRef: { name: bucket } }]
			env: [{ name: AWS_ENDPOINT_URL, value: "http://minio:9000" }]
			serviceAccount: { create: true, annotations: { "eks.amazonaws.com/role-arn": "arn:aws:iam::1:role/latents" } }
			cache: { persistentVolumeClaim: { enabled: true, accessMode: ReadWriteMany } }
			ingress: { enabled: true, host: images.example.com }
			networkPolicy: { enabled: true, s3: { enabled: true } }
			monitoring: { serviceMonitor: { enabled: true }, prometheusRule: { enabled: true }, dashboard: { enabled: true } }
			autoscaling: { hpa: { enabled: true } }
			""";

	@Test
	void nothingThatServesIsRendered() throws IOException {
		Manifests manifests = Manifests.of(VALUES);
		assertThat(manifests.all()).extracting(HasMetadata::getKind)
			.containsExactlyInAnyOrder("Job", "ConfigMap", "PersistentVolumeClaim", "ServiceAccount", "NetworkPolicy");
		assertThat(Manifests.of("{}").have("Job")).isFalse();
	}

	@Test
	void eachIndexIsAPartThatMayBeTriedAgain() throws IOException {
		JobSpec job = Manifests.of(VALUES).one(Job.class).getSpec();
		assertThat(job.getCompletionMode()).isEqualTo("Indexed");
		assertThat(job.getCompletions()).isEqualTo(16);
		assertThat(job.getParallelism()).isEqualTo(4);
		assertThat(job.getBackoffLimitPerIndex()).isEqualTo(10);
		assertThat(job.getTemplate().getSpec().getRestartPolicy()).isEqualTo("Never");
	}

	/**
	 * As the command has them: 2 for wrong arguments, 3 for too many failures. All others
	 * may pass, and a disruption does not count.
	 */
	@Test
	void thePolicyKnowsTheExitStates() throws IOException {
		List<PodFailurePolicyRule> rules = Manifests.of(VALUES)
			.one(Job.class)
			.getSpec()
			.getPodFailurePolicy()
			.getRules();
		assertThat(rules).extracting(PodFailurePolicyRule::getAction).containsExactly("FailJob", "FailIndex", "Ignore");
		assertThat(rules.get(0).getOnExitCodes().getValues()).containsExactly(2);
		assertThat(rules.get(1).getOnExitCodes().getValues()).containsExactly(3);
		assertThat(rules.get(2).getOnPodConditions().getFirst().getType()).isEqualTo("DisruptionTarget");
	}

	@Test
	void theContainerEncodesWithItsGpuItsCredentialsAndTheSharedCache() throws IOException {
		Manifests manifests = Manifests.of(VALUES);
		PodSpec pod = manifests.one(Job.class).getSpec().getTemplate().getSpec();
		Container container = pod.getContainers().getFirst();
		assertThat(container.getCommand()).isEmpty();
		assertThat(container.getArgs()).containsExactly("encode-dataset", "s3://images/train", "--out",
				"s3://latents/run1", "--model", "hf:owner/name", "--format", "webdataset", "--batch", "64", "--parts",
				"16", "--device", "cuda:0", "--metrics-port", "9400");
		assertThat(container.getImage()).endsWith("-cu128");
		assertThat(container.getResources().getLimits()).containsEntry("nvidia.com/gpu", Quantity.parse("1"));
		assertThat(container.getEnvFrom().getFirst().getSecretRef().getName()).isEqualTo("bucket");
		assertThat(container.getPorts().getFirst().getContainerPort()).isEqualTo(9400);
		assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
		assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
		assertThat(pod.getServiceAccountName()).isEqualTo(manifests.one(ServiceAccount.class).getMetadata().getName());
		assertThat(pod.getVolumes()).anySatisfy((volume) -> assertThat(volume.getPersistentVolumeClaim()).isNotNull()
			.satisfies((claim) -> assertThat(claim.getClaimName())
				.isEqualTo(manifests.one(PersistentVolumeClaim.class).getMetadata().getName())));
		assertThat(manifests.all(ConfigMap.class)).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			gpu: { count: 2 } |                        | --device cuda:0,cuda:1
			gpu: { count: 0 } |                        |
			gpu: { count: 2 } | ", --device, cpu"      | --device cpu
			gpu: { count: 2 } | ", --device=cuda:1"    | --device=cuda:1
			""", quoteCharacter = '"')
	void allItsGpusAreNamedUnlessTheArgumentsNameSome(String gpus, @Nullable String named, @Nullable String devices)
			throws IOException {
		String values = "{ job: { enabled: true, args: [/in, --out, /out%s] }, %s }"
			.formatted(Objects.requireNonNullElse(named, ""), gpus);
		PodSpec pod = Manifests.of(values).one(Job.class).getSpec().getTemplate().getSpec();
		String arguments = String.join(" ", pod.getContainers().getFirst().getArgs());
		assertThat(arguments.split("--device", -1)).hasSize((devices != null) ? 2 : 1);
		assertThat(arguments).contains(Objects.requireNonNullElse(devices, ""));
	}

	@Test
	void aLargeNumberIsWrittenOut() throws IOException {
		Job job = Manifests
			.of("job: { enabled: true, args: [/in, --out, /out, --max-pixels, 134217728, --share, 0.5] }")
			.one(Job.class);
		assertThat(job.getSpec().getTemplate().getSpec().getContainers().getFirst().getArgs()).contains("134217728",
				"0.5");
	}

	@Test
	void thePolicyOpensItsMetricsAndTheHubItNames() throws IOException {
		NetworkPolicy policy = Manifests.of(VALUES.replace("s3: { enabled: true }", "s3: { enabled: false }"))
			.one(NetworkPolicy.class);
		assertThat(policy.getSpec().getIngress()).anySatisfy((rule) -> {
			assertThat(rule.getPorts().getFirst().getPort().getStrVal()).isEqualTo("metrics");
			assertThat(rule.getFrom()).hasSize(1);
		});
		assertThat(policy.getSpec().getEgress()).flatExtracting("ports")
			.extracting((port) -> ((NetworkPolicyPort) port).getPort().getIntVal())
			.containsExactly(53, 53, 5353, 5353, 443);
	}

	@Test
	void allPodsRunAtOnceUnlessAParallelismIsGiven() throws IOException {
		Job job = Manifests.of("job: { enabled: true, completions: 3, args: [/in, --out, /out], metricsPort: 0 }")
			.one(Job.class);
		assertThat(job.getSpec().getParallelism()).isEqualTo(3);
		assertThat(job.getSpec().getMaxFailedIndexes()).isNull();
		assertThat(job.getSpec().getTemplate().getSpec().getContainers().getFirst().getArgs()).endsWith("--parts", "3");
	}

	@Test
	void itsLimitsMayBeNought() throws IOException {
		JobSpec job = Manifests
			.of("job: { enabled: true, args: [/in, --out, /out], maxFailedIndexes: 0, ttlSecondsAfterFinished: 0, activeDeadlineSeconds: 9 }")
			.one(Job.class)
			.getSpec();
		assertThat(job.getMaxFailedIndexes()).isZero();
		assertThat(job.getTtlSecondsAfterFinished()).isZero();
		assertThat(job.getActiveDeadlineSeconds()).isEqualTo(9);
	}

	/**
	 * Kubernetes calls a pod by the Job's name and its index, which has to be a DNS
	 * label.
	 */
	@Test
	void aLongNameHasRoomForTheLastIndex() throws IOException {
		String name = Manifests.named("images-team-production", """
				nameOverride: a-rather-long-name-for-the-encoder
				deployments: [{ name: latents-of-the-second-run }]
				job: { enabled: true, completions: 64, args: [/in, --out, /out] }
				""").one(Job.class).getMetadata().getName();
		assertThat((name + "-63").length()).isLessThanOrEqualTo(63);
		assertThat(name).startsWith("images-team-production-").endsWith("-latents-of-the-second-run");
		assertThat(Manifests.of(VALUES).one(Job.class).getMetadata().getName()).isEqualTo("shop-dcae");
	}

	@Test
	void aJobWithoutASourceIsRefused() {
		assertThatException().isThrownBy(() -> Manifests.of("job: { enabled: true }"))
			.withMessageContaining("job.enabled needs job.args");
	}

	@Test
	@Tag("slow")
	void helm4AndKubectlTakeIt(@TempDir Path folder) throws IOException {
		Path values = Files.writeString(folder.resolve("values.yaml"), VALUES);
		String rendered = KubernetesTools.helm(List.of("template", "shop", "helm", "--namespace", "images",
				"--kube-version", "1.36.0", "--values", values.toString()))
			.succeeded();
		assertThat(Manifests.parse(rendered).one(Job.class)).isEqualTo(Manifests.of(VALUES).one(Job.class));
		assertThat(KubernetesTools.helm(List.of("lint", "--strict", "helm", "--values", values.toString())).succeeded())
			.contains("0 chart(s) failed");
		Files.writeString(folder.resolve("all.yaml"), rendered);
		Files.writeString(folder.resolve("kustomization.yaml"), "resources: [all.yaml]\n");
		String built = KubernetesTools.kubectl(List.of("kustomize", folder.toString())).succeeded();
		assertThat(Manifests.parse(built).one(Job.class).getSpec().getCompletions()).isEqualTo(16);
	}

}
