package dev.dcae.api.remotevae;

import java.lang.foreign.MemorySegment;
import java.util.List;

import dev.dcae.api.v1.AnswerHeaders;
import dev.dcae.pipeline.Phase;
import dev.dcae.pipeline.Phases;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Tensor;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * The tensor that a client gets: its bytes as the body, the rest in headers.
 */
final class AnsweredTensor {

	static final String MEDIA_TYPE = "tensor/binary";

	static final MediaType TYPE = MediaType.parseMediaType(MEDIA_TYPE);

	/**
	 * A list in JSON, such as {@code [1, 3, 512, 512]}.
	 */
	static final String SHAPE = "shape";

	/**
	 * PyTorch's name.
	 */
	static final String DTYPE = "dtype";

	private AnsweredTensor() {
	}

	/**
	 * The answer with what a model made of the items of a batch, at least one.
	 * @param model its id
	 * @param dtype what floats are rounded to, unless one is too large for it
	 */
	static ResponseEntity<byte[]> of(String model, List<Made> made, DType dtype, Phases phases) {
		Tensor batch = phases.time(Phase.ENCODE, () -> batch(made, dtype));
		HttpHeaders headers = AnswerHeaders.of(model, phases, made.stream().anyMatch(Made::retriedInFp32),
				made.stream().anyMatch(Made::tiled));
		headers.set(SHAPE, batch.shape().toString());
		headers.set(DTYPE, batch.dtype().torchName());
		return ResponseEntity.ok().headers(headers).contentType(TYPE).body(batch.toBytes());
	}

	private static Tensor batch(List<Made> made, DType dtype) {
		Tensor batch = stacked(made, dtype);
		return (dtype == DType.BF16 || dtype == DType.F16) && !batch.isFinite() ? stacked(made, DType.F32) : batch;
	}

	private static Tensor stacked(List<Made> made, DType dtype) {
		Tensor whole = Tensor.zeros(dtype, made.getFirst().tensor().shape().prepend(made.size()));
		long at = 0;
		for (Made item : made) {
			MemorySegment bytes = item.tensor().to(dtype).data();
			MemorySegment.copy(bytes, 0, whole.data(), at, bytes.byteSize());
			at += bytes.byteSize();
		}
		return whole;
	}

}
