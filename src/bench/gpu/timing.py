"""Times and memory of work on a device."""

import gc
import re
import statistics
import time

import torch


class Clock:
    """How much time a section has left."""

    def __init__(self, seconds):
        self.end = time.monotonic() + seconds

    def left(self):
        return self.end - time.monotonic()


def synchronize(device):
    if device == "cuda":
        torch.cuda.synchronize()


def once(device, work):
    """Seconds of one call, by the clock."""
    synchronize(device)
    start = time.perf_counter()
    work()
    synchronize(device)
    return time.perf_counter() - start


def median(device, work, seconds, most=50):
    """Milliseconds of a call: the median of as many as fit the time, after two that do not count. On a GPU by events on
    the stream, all calls queued behind each other, so that the gaps are those that the host leaves."""
    once(device, work)
    first = once(device, work)
    times = max(3, min(most, int(seconds / max(first, 1e-6))))
    if device != "cuda":
        return statistics.median(once(device, work) for _ in range(times)) * 1e3
    marks = [torch.cuda.Event(enable_timing=True) for _ in range(times + 1)]
    marks[0].record()
    for mark in marks[1:]:
        work()
        mark.record()
    torch.cuda.synchronize()
    return statistics.median(before.elapsed_time(after) for before, after in zip(marks, marks[1:]))


def release(device):
    gc.collect()
    if device == "cuda":
        torch.cuda.empty_cache()


def peak_gib(device):
    """GiB that PyTorch had allocated at most since `reset_peak`."""
    return torch.cuda.max_memory_allocated() / 2**30 if device == "cuda" else None


def reset_peak(device):
    if device == "cuda":
        torch.cuda.reset_peak_memory_stats()


def is_memory(error):
    return isinstance(error, torch.OutOfMemoryError) or "out of memory" in str(error)


def is_lost(error):
    """Whether a device answers nothing more in this process."""
    text = str(error)
    return not is_memory(error) and ("CUDA error" in text or "device-side assert" in text)


def brief(error):
    """The line of an error that says what happened: TorchScript puts its stack above it."""
    lines = [line for line in str(error).splitlines() if line.strip()]
    telling = [line for line in lines if "Error" in line or "error" in line or "memory" in line]
    line = (telling or lines or [""])[-1].strip()[:200]
    return line if re.match(r"\w*Error:", line) else f"{type(error).__name__}: {line}"
