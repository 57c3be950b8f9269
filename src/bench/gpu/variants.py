"""The same work in other ways: what the next step could gain."""

import contextlib
import threading
import time

import torch

import eager
import machine
import speed
from correctness import Correctness
from parts import contiguous
from reporting import row, say
from timing import brief, is_lost, is_memory, median, once, release, reset_peak

# Model, operation, side, batch: the most telling first.
CELLS = [("f32c32-sana", "decode", 512, 8), ("sd-vae", "decode", 512, 4), ("f32c32-sana", "encode", 512, 8),
         ("f32c32-sana", "decode", 256, 1), ("f32c32-lite", "decode", 512, 8), ("f32c32-sana", "decode", 1024, 4),
         ("embedded", "decode", 256, 1)]


class Cell:
    def __init__(self, section, cell, rate):
        self.section = section
        self.model, self.operation, self.side, self.batch = cell
        self.rate = rate
        self.x = speed.items(section, *cell)

    def archive(self, precision="bf16", edit=None):
        return self.section.parts.random(self.model, precision, self.section.device, edit=edit)

    def plain(self, channels_last, dtype=torch.bfloat16):
        return eager.random(self.section.parts.config(self.model), dtype, self.section.device, channels_last)

    def time(self, variant, make):
        """Times what `make` answers, and says how it went."""
        section = self.section
        if section.clock.left() < 4:
            return
        cells = {"model": self.model, "operation": self.operation, "side": self.side, "batch": self.batch,
                 "variant": variant}
        try:
            reset_peak(section.device)
            work = make()
            first = once(section.device, work) * 1e3
            milliseconds = median(section.device, work, 0.25 if section.cuda else 0.1)
            cells |= speed.numbers(section, self.model, self.operation, self.side, self.batch, self.rate, milliseconds)
            row("variants", **cells, **{"first call ms": first})
        except Exception as error:
            row("variants", **cells, note="out of memory" if is_memory(error) else brief(error))
            if is_lost(error):
                raise
        finally:
            release(section.device)

    def call(self, module, x=None):
        method = getattr(module, self.operation)
        x = self.x if x is None else x
        return lambda: method(x)


def run(section):
    rate = machine.matrix_rate(section.device)
    if section.cuda:
        Correctness(section).in_tf32()
    cells = CELLS if section.cuda else [("embedded", "decode", 64, 1)]
    wanted = section.models([cell[0] for cell in cells])
    for cell in cells:
        if cell[0] in wanted and section.clock.left() > 5:
            one(section, Cell(section, cell, rate))
    say("Variants: all of a cell ran behind each other in one process; where the archive's second time is not its first, "
        "what lies between is worth no more than that.")


def one(section, cell):
    archive = cell.archive()
    cell.time("archive, bf16", lambda: cell.call(archive))
    cell.time("plain modules, bf16", lambda: cell.call(cell.plain(False), cell.x.bfloat16()))
    cell.time("plain modules, bf16, channels last", lambda: cell.call(
        cell.plain(True), cell.x.bfloat16().contiguous(memory_format=torch.channels_last)))
    cell.time("archive, bf16, channels first", lambda: cell.call(channels_first(cell)))
    if section.cuda:
        cell.time("archive, bf16, CUDA graph", lambda: graph(cell.call(archive)))
    cell.time("archive, bf16, JIT's optimizer", lambda: optimized(cell))
    if section.cuda:
        torch.backends.cudnn.benchmark = True
        cell.time("archive, bf16, cuDNN's benchmark", lambda: cell.call(archive))
        torch.backends.cudnn.benchmark = False
    for lanes, streams, pinned in [(1, False, False), (1, False, True), (2, False, True), (2, True, True)]:
        if section.cuda or lanes < 3:
            through(cell, archive, lanes, streams and section.cuda, pinned and section.cuda)
    cell.time("archive, fp16", lambda: cell.call(cell.archive("fp16")))
    cell.time("archive, fp32 in TF32" if section.cuda else "archive, fp32", lambda: cell.call(cell.archive("fp32")))
    if section.cuda:
        torch.backends.cudnn.allow_tf32 = False
        cell.time("archive, fp32 as served", lambda: cell.call(cell.archive("fp32")))
        torch.backends.cudnn.allow_tf32 = True
    cell.time("archive, bf16, again", lambda: cell.call(archive))


def channels_first(cell):
    archive = cell.archive(edit=contiguous)
    for parameter in archive.parameters():
        parameter.data = parameter.data.contiguous()
    return archive


def optimized(cell):
    """With the profiling executor and its fuser, which DJL is told not to use. It compiles at its first calls."""
    archive = cell.archive()

    def work():
        torch._C._set_graph_executor_optimize(True)
        try:
            return getattr(archive, cell.operation)(cell.x)
        finally:
            torch._C._set_graph_executor_optimize(False)

    return work


def graph(work):
    stream = torch.cuda.Stream()
    stream.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(stream):
        for _ in range(3):
            work()
    torch.cuda.current_stream().wait_stream(stream)
    captured = torch.cuda.CUDAGraph()
    with torch.cuda.graph(captured):
        work()
    return captured.replay


def through(cell, archive, lanes, streams, pinned):
    """Images a second as lanes have them: from the host's memory and back to it, each lane a thread that waits for its
    answer. DJL's lanes share the default stream. The service pins what it copies from and to; DJL itself does not."""
    section = cell.section
    method = getattr(archive, cell.operation + "_image")
    x = speed.items(section, cell.model, cell.operation + "_image", cell.side, cell.batch).cpu()
    x = x.pin_memory() if pinned else x
    seconds = 1.0 if section.cuda else 0.3
    if section.clock.left() < 3 * seconds + 2:
        return
    done = [0] * lanes
    failures = []
    barrier = threading.Barrier(lanes + 1)

    def lane(index):
        with torch.inference_mode(), torch.cuda.stream(torch.cuda.Stream()) if streams else contextlib.nullcontext():
            answer = None
            deadline = None
            try:
                while deadline is None or time.monotonic() < deadline:
                    y = method(x.to(section.device, non_blocking=pinned))[0]
                    if pinned:
                        answer = answer if answer is not None else torch.empty_like(y, device="cpu", pin_memory=True)
                        answer.copy_(y, non_blocking=True)
                        torch.cuda.current_stream().synchronize()
                    else:
                        answer = y.cpu()
                    if deadline is None:
                        barrier.wait(60)
                        deadline = time.monotonic() + seconds
                    else:
                        done[index] += cell.batch
            except Exception as error:
                failures.append(error)
                barrier.abort()

    threads = [threading.Thread(target=lane, args=(i,)) for i in range(lanes)]
    for thread in threads:
        thread.start()
    with contextlib.suppress(threading.BrokenBarrierError):
        barrier.wait(60)
    start = time.monotonic()
    for thread in threads:
        thread.join()
    cells = {"model": cell.model, "operation": cell.operation + "_image", "side": cell.side, "batch": cell.batch,
             "lanes": lanes, "stream": "of its own" if streams else "the default", "pinned": pinned}
    if failures:
        row("lanes", **cells, note=brief(failures[0]))
        if is_lost(failures[0]):
            raise failures[0]
    else:
        row("lanes", **cells, **{"images/s": sum(done) / (time.monotonic() - start)})
    release(section.device)


def compiled(section):
    """torch.compile of the plain modules, where it works, as long as there is time for it."""
    rate = machine.matrix_rate(section.device)
    cells = CELLS[:3] if section.cuda else [("embedded", "decode", 64, 1)]
    wanted = section.models([cell[0] for cell in cells])
    for cell in cells:
        if cell[0] in wanted and section.clock.left() > 10:
            item = Cell(section, cell, rate)
            module = item.plain(section.cuda)
            x = item.x.bfloat16().contiguous(memory_format=torch.channels_last)
            item.time("plain modules, bf16, channels last", lambda: item.call(module, x))
            # A rehearsal need not wait for a C++ compiler.
            backend = "inductor" if section.cuda else "eager"
            part = torch.compile(getattr(module, item.operation), dynamic=False, backend=backend)
            item.time(f"plain modules, bf16, torch.compile with {backend}", lambda: lambda: part(x))
