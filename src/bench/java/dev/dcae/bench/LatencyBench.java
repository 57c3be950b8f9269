package dev.dcae.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;

import dev.dcae.DcaeApplication;
import dev.dcae.checkpoint.Checkpoint;
import dev.dcae.checkpoint.CheckpointSource;
import dev.dcae.engine.TorchRunner;
import dev.dcae.image.ImageEncoder;
import dev.dcae.image.ImageFormat;
import dev.dcae.image.RgbImage;
import dev.dcae.model.Operation;
import dev.dcae.model.Precision;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import dev.dcae.torchscript.ArchiveCache;
import dev.dcae.torchscript.Compiler;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * What HTTP adds to the bare call, one request at a time, for the embedded model at 256 × 256. The bare call and the
 * requests are measured in turns in one process, against the same archive.
 */
public final class LatencyBench {

	private static final String MODEL = "classpath:models/dc-ae-tiny-f32c32";

	private static final int SIZE = 256;

	private static final int RUNS = 100;

	private LatencyBench() {
	}

	public static void main(String[] args) throws Exception {
		SpringApplication application = new SpringApplication(DcaeApplication.class);
		try (ConfigurableApplicationContext context = application.run("--server.port=0", "--management.server.port=0",
				"--dcae.cache-dir=target/bench/cache")) {
			measure("http://localhost:" + context.getEnvironment().getRequiredProperty("local.server.port"));
		}
		System.exit(0);
	}

	private static void measure(String service) throws Exception {
		byte[] pixels = new byte[SIZE * SIZE * 3];
		new Random(1).nextBytes(pixels);
		byte[] png = ImageEncoder.encode(new RgbImage(SIZE, SIZE, pixels), ImageFormat.PNG);
		Tensor image = Tensor.ofBytes(new Shape(SIZE, SIZE, 3), pixels);
		try (TorchRunner runner = load(); HttpClient client = HttpClient.newHttpClient()) {
			Tensor latent = runner.run(Operation.ENCODE_IMAGE, List.of(image)).getFirst().output();
			String shape = "?dtype=float32&shape=1,%d,%d,%d".formatted(latent.shape().size(0), latent.shape().size(1),
					latent.shape().size(2));
			HttpRequest encode = post(service + "/v1/encode", "image/png", png, "application/octet-stream");
			HttpRequest decode = post(service + "/v1/decode" + shape, "application/octet-stream", latent.toBytes(),
					"image/png");
			System.out.println("\n| operation | bare p50 ms | HTTP p50 ms | HTTP p95 ms | added p50 ms | errors |");
			System.out.println("|---|---|---|---|---|---|");
			for (int round = 0; round < 2; round++) {
				row("encode PNG → raw latent", client, encode,
						() -> runner.run(Operation.ENCODE_IMAGE, List.of(image)));
				row("decode raw latent → PNG", client, decode,
						() -> runner.run(Operation.DECODE_IMAGE, List.of(latent)));
			}
		}
	}

	private static void row(String name, HttpClient client, HttpRequest request, Times.Work bare) throws Exception {
		int[] errors = new int[1];
		Times bareTimes = Times.of(20, RUNS, bare);
		Times httpTimes = Times.of(20, RUNS, () -> {
			HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
			errors[0] += (response.statusCode() == 200) ? 0 : 1;
		});
		System.out.printf(Locale.ROOT, "| %s | %.1f | %.1f | %.1f | %.1f | %d |%n", name, bareTimes.median(),
				httpTimes.median(), httpTimes.percentile(95), httpTimes.median() - bareTimes.median(), errors[0]);
	}

	private static HttpRequest post(String address, String type, byte[] body, String accept) {
		return HttpRequest.newBuilder(URI.create(address))
			.header("Content-Type", type)
			.header("Accept", accept)
			.POST(HttpRequest.BodyPublishers.ofByteArray(body))
			.build();
	}

	private static TorchRunner load() throws Exception {
		try (Checkpoint checkpoint = Checkpoint.open(CheckpointSource.of(MODEL))) {
			Path archive = new ArchiveCache(Path.of("target/bench/cache/archives")).get(checkpoint.digest(),
					Compiler.of(checkpoint.config(), checkpoint::tensor, Precision.FP32));
			return TorchRunner.load(archive, checkpoint.config(), "cpu", Runtime.getRuntime().availableProcessors());
		}
	}

}
