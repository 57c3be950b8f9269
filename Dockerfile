# The service in a container: docker build -t dcae .
# With --build-arg JAR=target/dcae-….jar it takes that jar instead of building one, and Maven's image is not needed.
# Any base will do that has glibc, libstdc++, bash and a Java 25 runtime with java.desktop.
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
	&& java -Djarmode=tools -jar dcae.jar extract --layers --destination layers
# DJL unpacks libtorch where it will look for it, in a start that ends before it loads a model: a container then needs
# neither the network nor 430 MB of its volume. The jar that held libtorch has no more use.
RUN DJL_CACHE_DIR=unpacked java -Dspring.context.exit=onRefresh -jar dcae.jar \
	&& mv unpacked/pytorch/* libtorch && chmod 755 libtorch \
	&& rm layers/dependencies/lib/pytorch-native-*.jar

FROM $BASE
# What changes least comes first.
COPY --from=build /build/libtorch /opt/libtorch
WORKDIR /opt/dcae
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./
# The one folder that is written to: compiled archives, checkpoints from the hub, and native libraries that are unpacked
# at the start, for which it must not be mounted noexec.
RUN mkdir /var/cache/dcae && chown 10001:10001 /var/cache/dcae
VOLUME /var/cache/dcae
ENV DCAE_CACHEDIR=/var/cache/dcae \
	DJL_CACHE_DIR=/var/cache/dcae/djl \
	HF_HOME=/var/cache/dcae/huggingface \
	PYTORCH_LIBRARY_PATH=/opt/libtorch \
	PYTORCH_FLAVOR=cpu \
	# Threads of libgomp that spin while others wait cost more than they gain.
	OMP_WAIT_POLICY=passive \
	# Every arena of malloc keeps what libtorch gave back; more than two keep much.
	MALLOC_ARENA_MAX=2
# A number, so that Kubernetes can tell that it is not root.
USER 10001:10001
EXPOSE 8080 8081
HEALTHCHECK --interval=10s --timeout=5s --start-period=2m --retries=3 CMD ["bash", "-c", \
	"exec 3<>/dev/tcp/127.0.0.1/${MANAGEMENT_SERVER_PORT:-8081} && printf 'GET /actuator/health/readiness HTTP/1.0\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [ \"$status\" = 200 ]"]
# Weights, activations and oneDNN's caches lie outside the heap and need most of the memory. JAVA_TOOL_OPTIONS=-Xmx…
# gives the heap another size.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=25", "-Djava.io.tmpdir=/var/cache/dcae", "--enable-native-access=ALL-UNNAMED", \
	"-jar", "dcae.jar"]
