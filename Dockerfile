# The service in a container: docker build -t dcae .
# JAR=target/dcae-….jar takes a jar built before, and Maven's image is not needed.
# FLAVOR=cu128 fetches the libtorch for CUDA 12.8 while it builds; cpu is in the jar.
# BASE is any image with glibc, libstdc++, bash, coreutils and a Java 25 runtime with java.desktop.
ARG BASE=eclipse-temurin:25-jre
ARG JAR
ARG REUSE=${JAR:+$BASE}
ARG BUILD=${REUSE:-maven:3.9-eclipse-temurin-25}

FROM $BUILD AS build
ARG JAR
WORKDIR /build
COPY . .
RUN if [ -z "$JAR" ]; then rm -rf target && mvn -B package -Dmaven.test.skip=true; fi \
	&& cp ${JAR:-target/dcae-*.jar} dcae.jar \
	&& java -Djarmode=tools -jar dcae.jar extract --layers --destination layers \
	# What the folder of libtorch replaces.
	&& rm layers/dependencies/lib/pytorch-native-*.jar layers/dependencies/lib/pytorch-jni-*.jar
ARG FLAVOR=cpu
# Of a flavour that is not in the jar: another address than PyTorch's, and what the zip must be.
ARG LIBTORCH_URL
ARG LIBTORCH_SHA256
RUN java -jar dcae.jar libtorch $FLAVOR libtorch ${LIBTORCH_URL:+--url=$LIBTORCH_URL} \
	${LIBTORCH_SHA256:+--sha256=$LIBTORCH_SHA256}

FROM $BASE
ENV DCAE_CACHEDIR=/var/cache/dcae \
	DJL_CACHE_DIR=/var/cache/dcae/djl \
	HF_HOME=/var/cache/dcae/huggingface \
	PYTORCH_LIBRARY_PATH=/opt/libtorch \
	# What NVIDIA's container runtime is to mount, where there is one.
	NVIDIA_DRIVER_CAPABILITIES=compute,utility \
	# Threads of libgomp that spin while others wait cost more than they gain.
	OMP_WAIT_POLICY=passive \
	# Every arena of malloc keeps what libtorch gave back; more than two keep much.
	MALLOC_ARENA_MAX=2
# Reads JPEG several times as fast as the JDK. Debian and Ubuntu call it differently; a base without apt keeps the
# JDK's.
RUN if command -v apt-get > /dev/null; then apt-get update \
	&& { apt-get install -y --no-install-recommends libturbojpeg0 \
	|| apt-get install -y --no-install-recommends libturbojpeg; } \
	&& rm -rf /var/lib/apt/lists/*; fi
# The one folder that is written to: compiled archives, checkpoints from the hub, and small native libraries that are
# unpacked at the start, for which it must not be mounted noexec.
RUN mkdir /var/cache/dcae && chown 10001:10001 /var/cache/dcae
ARG FLAVOR=cpu
ENV PYTORCH_FLAVOR=$FLAVOR
# What changes least comes first.
COPY --from=build /build/libtorch /opt/libtorch
WORKDIR /opt/dcae
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./
COPY src/main/docker/jvm.options src/main/docker/train.sh ./
RUN bash train.sh
VOLUME /var/cache/dcae
# A number, so that Kubernetes can tell that it is not root.
USER 10001:10001
ARG BASE
ARG VERSION=0.1.0-SNAPSHOT
# The commit, and where it can be seen, as CI knows them.
ARG REVISION
ARG SOURCE
LABEL org.opencontainers.image.title=dcae \
	org.opencontainers.image.description="The autoencoder of diffusion models as a network service" \
	org.opencontainers.image.licenses=Apache-2.0 \
	org.opencontainers.image.version=$VERSION \
	org.opencontainers.image.revision=$REVISION \
	org.opencontainers.image.source=$SOURCE \
	org.opencontainers.image.base.name=$BASE
EXPOSE 8080 8081
HEALTHCHECK --interval=10s --timeout=5s --start-period=2m --retries=3 CMD ["bash", "-c", \
	"exec 3<>/dev/tcp/127.0.0.1/${MANAGEMENT_SERVER_PORT:-8081} && printf 'GET /actuator/health/readiness HTTP/1.0\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [ \"$status\" = 200 ]"]
# JAVA_TOOL_OPTIONS=-Xmx… gives the heap another size.
ENTRYPOINT ["java", "@/opt/dcae/jvm.options", "-XX:AOTCache=/opt/dcae/dcae.aot", "-jar", "/opt/dcae/dcae.jar"]
