package dev.dcae;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import dev.dcae.api.http.Bodies;
import dev.dcae.api.http.BodyDeadlineValve;
import dev.dcae.api.http.Calls;
import dev.dcae.api.http.ClientConnection;
import dev.dcae.api.http.InflatingValve;
import dev.dcae.api.http.MemoryCeiling;
import dev.dcae.api.oip.InferLimits;
import dev.dcae.api.oip.InferenceStatistics;
import dev.dcae.api.problem.ProblemValve;
import dev.dcae.api.v1.status.StatusStream;
import dev.dcae.checkpoint.CheckpointHub;
import dev.dcae.checkpoint.CheckpointSource;
import dev.dcae.checkpoint.hub.Hub;
import dev.dcae.checkpoint.hub.HubSettings;
import dev.dcae.checkpoint.hub.ProgressLine;
import dev.dcae.engine.CpuTiming;
import dev.dcae.engine.Devices;
import dev.dcae.engine.PerceptualDistance;
import dev.dcae.evaluation.LpipsMetric;
import dev.dcae.image.ImageLimits;
import dev.dcae.image.formats.ImageFormats;
import dev.dcae.image.metrics.PerceptualMetric;
import dev.dcae.model.Precision;
import dev.dcae.ops.ArchiveMetrics;
import dev.dcae.ops.CpuLanes;
import dev.dcae.ops.CpuMemory;
import dev.dcae.ops.CpuPrecision;
import dev.dcae.ops.DeviceWatch;
import dev.dcae.ops.DownloadMetrics;
import dev.dcae.ops.HeapSize;
import dev.dcae.ops.ModelArchives;
import dev.dcae.ops.ModelHost;
import dev.dcae.ops.ModelLoader;
import dev.dcae.ops.ModelSource;
import dev.dcae.ops.ModelSpec;
import dev.dcae.ops.ModelsEndpoint;
import dev.dcae.ops.ProgressHealth;
import dev.dcae.ops.ServingHealth;
import dev.dcae.pipeline.Codec;
import dev.dcae.pipeline.FanOut;
import dev.dcae.pipeline.ImagePool;
import dev.dcae.pipeline.MemoryCost;
import dev.dcae.pipeline.ReconstructionReports;
import dev.dcae.serving.Batching;
import dev.dcae.serving.NanoClock;
import dev.dcae.serving.QueueBounds;
import dev.dcae.serving.Scheduler;
import dev.dcae.serving.ServedModels;
import dev.dcae.serving.ServingListener;
import dev.dcae.serving.ServingSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/**
 * How the rooms are put together.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DcaeProperties.class)
class ServiceConfiguration {

	private static final Logger log = LoggerFactory.getLogger(ServiceConfiguration.class);

	/**
	 * The time in which an item of the lowest class rises to the next.
	 */
	private static final Duration AGEING = Duration.ofSeconds(5);

	/**
	 * The longest that one device call or model load may take before the service is taken
	 * for hung.
	 */
	private static final Duration PATIENCE = Duration.ofMinutes(10);

	/**
	 * With a device that is probed: less than the probes of containers have.
	 */
	private static final Duration PROBE_PATIENCE = Duration.ofSeconds(2);

	private static final int NO_DEVICE_LEFT = 70;

	/**
	 * Items of one request that are under way at once: about two large batches.
	 */
	private static final int MOST_AT_ONCE = 64;

	private static final String CPU = "cpu";

	private static final int CORES = Runtime.getRuntime().availableProcessors();

	@Bean
	NanoClock clock() {
		return NanoClock.system();
	}

	@Bean
	CheckpointHub checkpointHub(DcaeProperties properties, DownloadMetrics metrics) {
		return new CheckpointHub(new Hub(HubSettings.ofEnvironment(properties.hub()), ProgressLine.log(), metrics));
	}

	@Bean
	CpuLanes cpuLanes(DcaeProperties properties) {
		return CpuLanes.of(properties.cpu().lanes());
	}

	@Bean
	ModelArchives modelArchives(DcaeProperties properties, CheckpointHub hub, ArchiveMetrics metrics, CpuLanes cpu) {
		return ModelArchives.in(properties.cacheDir(), metrics, hub, cpu.threads());
	}

	@Bean
	CpuPrecision cpuPrecision(DcaeProperties properties, CpuLanes cpu) {
		return new CpuPrecision(() -> CpuTiming.measure(properties.cacheDir(), cpu.threads()));
	}

	/**
	 * The configured models on devices that are really there.
	 */
	@Bean
	ModelSpecs modelSpecs(DcaeProperties properties, CpuPrecision fastest, CpuLanes cpu) {
		Supplier<Precision> onCpu = () -> properties.cpu().dtype().on(List.of(CPU), fastest);
		return new ModelSpecs(properties.models().stream().map((model) -> {
			List<String> devices = Devices.resolve(model.devices(), cpu.threads());
			return new ModelSpec(model.id(), CheckpointSource.of(model.source()), model.dtype().on(devices, onCpu),
					devices, model.tiling().tiles());
		}).toList());
	}

	/**
	 * A list would be taken for all beans of its element type.
	 */
	record ModelSpecs(List<ModelSpec> list) {
	}

	@Bean
	DeviceWatch deviceWatch(DeviceWatch.Exit exit) {
		return new DeviceWatch(exit);
	}

	@Bean
	DeviceWatch.Exit exit() {
		// Not System.exit: its hooks would drain a service that cannot.
		return () -> Runtime.getRuntime().halt(NO_DEVICE_LEFT);
	}

	@Bean
	ModelHost modelHost(DcaeProperties properties, ModelSpecs specs, ModelSource source, CpuLanes cpu, NanoClock clock,
			List<ServingListener> listeners) {
		Batching batching = new Batching(properties.batching().maxItems(), properties.batching().maxPixels(),
				properties.batching().maxDelay(), true);
		QueueBounds queue = new QueueBounds(properties.queue().maxItems(), properties.queue().maxPixels());
		ServingSettings settings = new ServingSettings(batching, queue, AGEING, properties.limits().requestTimeout());
		return new ModelHost(specs.list(), source, settings, cpu, CpuMemory.ofProcess(cpu.lanes()), clock,
				(event) -> listeners.forEach((listener) -> listener.on(event)));
	}

	@Bean
	Scheduler scheduler(ModelHost host) {
		return host.scheduler();
	}

	@Bean
	ModelLoader modelLoader(ModelHost host) {
		return host.loader();
	}

	@Bean
	ServedModels servedModels(Scheduler scheduler) {
		return scheduler.models();
	}

	@Bean
	ServingHealth servingHealthIndicator(Scheduler scheduler) {
		return new ServingHealth(scheduler, PROBE_PATIENCE);
	}

	@Bean
	ProgressHealth progressHealthIndicator(Scheduler scheduler) {
		return new ProgressHealth(scheduler, PATIENCE);
	}

	@Bean
	ModelsEndpoint modelsEndpoint(ModelLoader loader, Scheduler scheduler) {
		return new ModelsEndpoint(loader, scheduler);
	}

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> hangUps() {
		return (factory) -> factory.setProtocol(ClientConnection.class.getName());
	}

	@Bean
	MemoryCeiling memoryCeiling(DcaeProperties properties) {
		DataSize configured = properties.limits().maxInFlight();
		return new MemoryCeiling((configured != null) ? configured.toBytes() : HeapSize.max() / 2);
	}

	@Bean
	ImagePool imagePool() {
		return new ImagePool(CORES);
	}

	@Bean
	ImageFormats imageFormats() {
		ImageFormats formats = ImageFormats.standard();
		formats.all()
			.forEach((format) -> format.library()
				.ifPresent((library) -> log.info("{} is read and written by {}", format.title(), library)));
		return formats;
	}

	@Bean
	ImageLimits imageLimits(DcaeProperties properties) {
		return new ImageLimits(properties.limits().maxPixels(), properties.limits().maxSide());
	}

	@Bean
	Codec codec(ModelHost host, ImagePool pool, DcaeProperties properties) {
		return host.codec(pool, properties.limits().maxPixels());
	}

	/**
	 * One request may have a quarter of the queue, and the heap of the largest image.
	 */
	@Bean
	FanOut fanOut(DcaeProperties properties) {
		long pixels = properties.limits().maxPixels();
		return new FanOut(Math.clamp(properties.queue().maxItems() / 4, 1, MOST_AT_ONCE),
				MemoryCost.keeping(pixels, 1) + MemoryCost.reading(pixels, 1));
	}

	@Bean
	PerceptualMetric perceptualMetric(DcaeProperties properties, CpuLanes cpu) {
		Path lpips = properties.quality().lpips();
		return (lpips != null) ? new LpipsMetric(PerceptualDistance.load(lpips, CPU, cpu.threads()))
				: PerceptualMetric.NONE;
	}

	@Bean
	ReconstructionReports reconstructionReports(Codec codec, ImagePool pool, PerceptualMetric metric) {
		return new ReconstructionReports(codec, pool, metric);
	}

	@Bean
	Bodies bodies(DcaeProperties properties) {
		return new Bodies(properties.limits().maxBody().toBytes());
	}

	@Bean
	Calls calls(NanoClock clock, DcaeProperties properties) {
		return new Calls(clock, properties.limits().requestTimeout());
	}

	@Bean
	InferenceStatistics inferenceStatistics() {
		return new InferenceStatistics(Clock.systemUTC());
	}

	/**
	 * As much as an empty queue takes.
	 */
	@Bean
	InferLimits inferLimits(DcaeProperties properties) {
		return new InferLimits(Math.min(properties.batching().maxItems(), properties.queue().maxItems()),
				Math.min(properties.limits().maxPixels(), properties.queue().maxPixels()),
				properties.batching().maxDelay().toNanos() / 1000);
	}

	@Bean
	StatusStream statusStream(DcaeProperties properties) {
		return new StatusStream(properties.status().stream() ? properties.status().maxListeners() : 0);
	}

	/**
	 * Without an order, and so after Boot's own, whose valve would answer first.
	 */
	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsOfTheContainer() {
		return (factory) -> factory.addContextCustomizers(ProblemValve::addTo);
	}

	/**
	 * A body that takes as long misses its deadline anyway. Before what inflates, which
	 * may read long before it has something to give.
	 */
	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> slowBodies(DcaeProperties properties) {
		Duration longest = properties.limits().requestTimeout();
		return (factory) -> factory.addContextCustomizers((context) -> BodyDeadlineValve.addTo(context, longest));
	}

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> compressedBodies() {
		return (factory) -> factory.addContextCustomizers(InflatingValve::addTo);
	}

}
