package dev.dcae.ops;

import java.time.Duration;
import java.util.Locale;

import dev.dcae.serving.Bucket;
import dev.dcae.serving.ServingEvent;
import dev.dcae.serving.ServingException;
import dev.dcae.serving.ServingListener;
import dev.dcae.serving.Timings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

/**
 * Counts and times what the scheduler does. Tags are bounded: models are configured,
 * operations, devices and outcomes few.
 */
public final class ServingMetrics implements ServingListener {

	private final MeterRegistry registry;

	public ServingMetrics(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void on(ServingEvent event) {
		switch (event) {
			case ServingEvent.Accepted _ -> {
				// Counted when it ends: every accepted item does.
			}
			case ServingEvent.Rejected rejected ->
				item(tags(rejected.model(), rejected.operation().method()), outcome(rejected.reason()));
			case ServingEvent.Answered answered -> answered(answered);
			case ServingEvent.Unanswered unanswered -> {
				item(tags(unanswered.bucket()), outcome(unanswered.reason()));
				if (unanswered.reason() instanceof ServingException.Cancelled && !unanswered.dispatched()) {
					count("dcae.items.cancelled.queued", tags(unanswered.bucket()));
				}
			}
			case ServingEvent.BatchRan ran -> ran(ran);
			case ServingEvent.OutOfMemory memory ->
				count("dcae.batch.out.of.memory", tags(memory.bucket()).and("device", memory.device().name()));
			case ServingEvent.BatchFailed failed ->
				count("dcae.batch.failed", tags(failed.bucket()).and("device", failed.device().name()));
			case ServingEvent.RetriedInFp32 retried ->
				count("dcae.items.retried.fp32", tags(retried.bucket()).and("device", retried.device().name()));
			case ServingEvent.Requeued requeued ->
				count("dcae.items.requeued", tags(requeued.bucket()).and("device", requeued.lost().name()));
			case ServingEvent.ReplicaOpened opened -> time("dcae.replica.load",
					Tags.of("model", opened.model(), "device", opened.device().name()), opened.time());
			case ServingEvent.ReplicaFailed failed ->
				count("dcae.replica.failed", Tags.of("model", failed.model(), "device", failed.device().name()));
			case ServingEvent.LaneReplaced replaced ->
				count("dcae.lane.replaced", Tags.of("device", replaced.device().name()));
			case ServingEvent.DeviceQuarantined quarantined ->
				count("dcae.device.quarantined", Tags.of("device", quarantined.device().name()));
			case ServingEvent.NoDeviceLeft _ -> {
				// The process ends; see DeviceWatch.
			}
		}
	}

	private void answered(ServingEvent.Answered answered) {
		Tags tags = tags(answered.bucket());
		item(tags, answered.answer().finite() ? "answered" : "not_finite");
		Timings timings = answered.answer().timings();
		phase(tags, "queue", timings.queue());
		phase(tags, "batch", timings.batch());
		phase(tags, "device", timings.device());
	}

	private void ran(ServingEvent.BatchRan ran) {
		Tags tags = tags(ran.bucket()).and("device", ran.device().name());
		time("dcae.batch", tags.and("reason", name(ran.why())), ran.time());
		summary("dcae.batch.items", "items", tags, ran.items());
		summary("dcae.batch.pixels", "pixels", tags, ran.pixels());
	}

	private void item(Tags tags, String outcome) {
		count("dcae.items", tags.and("outcome", outcome));
	}

	private void phase(Tags tags, String phase, Duration time) {
		time("dcae.item.phase", tags.and("phase", phase), time);
	}

	private void count(String name, Tags tags) {
		Counter.builder(name).tags(tags).register(this.registry).increment();
	}

	private void time(String name, Tags tags, Duration time) {
		Timer.builder(name).tags(tags).publishPercentileHistogram().register(this.registry).record(time);
	}

	private void summary(String name, String unit, Tags tags, double amount) {
		DistributionSummary.builder(name).baseUnit(unit).tags(tags).register(this.registry).record(amount);
	}

	private static Tags tags(Bucket bucket) {
		return tags(bucket.model(), bucket.operation().method());
	}

	private static Tags tags(String model, String operation) {
		return Tags.of("model", model, "operation", operation);
	}

	/**
	 * The class of the reason: {@code queue_full}, {@code deadline_missed}.
	 */
	private static String outcome(ServingException reason) {
		return reason.getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
	}

	private static String name(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

}
