"""Where the time goes: the kernels of one call, the most expensive first, and of what kind they are."""

import re

import torch
from torch.profiler import ProfilerActivity, profile

import speed
from reporting import row, say
from timing import brief, is_lost, once, release

CELLS = [("f32c32-sana", "decode_image", 512, 8), ("sd-vae", "decode_image", 512, 4),
         ("f32c32-sana", "encode_image", 512, 8), ("f32c32-lite", "decode_image", 512, 8),
         ("f32c32-sana", "decode_image", 256, 1), ("embedded", "decode_image", 256, 1)]

# By what is in a kernel's or an operator's name; the first that fits.
KINDS = [("convolution, matrix product", "conv|gemm|xmma|cutlass|wgrad|dgrad|fprop|cudnn.*engine|matmul|bmm|mkldnn"),
         ("attention", "attention|flash|fmha"), ("layout", "nchw|nhwc|transpose|permute"),
         ("copy, cast", "copy|cat|memcpy|memset|fill|::to$|contiguous|empty"), ("norm, sum", "norm|reduce|mean|sum|all"),
         ("pointwise", "elementwise|vectorized|pointwise|mul|add|silu|relu|rsqrt|div|clamp|round")]

TOP = 15


def run(section):
    cells = CELLS if section.cuda else [("embedded", "decode_image", 128, 1)]
    wanted = section.models([cell[0] for cell in cells])
    for cell in cells:
        if cell[0] in wanted and section.clock.left() > 5:
            try:
                one(section, *cell)
            except RuntimeError as error:
                say(f"The kernels of {cell}: {brief(error)}")
                if is_lost(error):
                    raise
            release(section.device)


def one(section, model, operation, side, batch):
    archive = section.parts.random(model, "bf16", section.device)
    x = speed.items(section, model, operation, side, batch)
    method = getattr(archive, operation)
    for _ in range(3):
        wall = once(section.device, lambda: method(x))
    activities = [ProfilerActivity.CPU] + ([ProfilerActivity.CUDA] if section.cuda else [])
    with profile(activities=activities) as profiled:
        once(section.device, lambda: method(x))
    # On the CPU an operator's own time is the kernel's.
    times = {}
    for event in profiled.key_averages():
        own = event.self_device_time_total if section.cuda else event.self_cpu_time_total
        on_device = not section.cuda or str(event.device_type).endswith("CUDA")
        if own > 0 and on_device:
            times[event.key] = (own, event.count)
    total = sum(own for own, _ in times.values())
    name = f"{model} {operation} {side}² × {batch}"
    if not total:
        say(f"The profiler saw no kernel of {name}.")
        return
    say(f"{name}: {total / 1e3:.2f} ms in kernels, {wall * 1e3:.2f} ms by the clock without the profiler, "
        f"{sum(count for _, count in times.values())} launches. Where kernels take much less than the clock says, a CUDA "
        "graph would pay.")
    kinds = {}
    for kernel, (own, count) in times.items():
        kind = kind_of(kernel)
        before = kinds.get(kind, (0, 0))
        kinds[kind] = (before[0] + own, before[1] + count)
    for kind, (own, count) in sorted(kinds.items(), key=lambda item: -item[1][0]):
        row("kinds of kernels", cell=name, kind=kind, ms=own / 1e3, share=own / total, launches=count)
    for kernel, (own, count) in sorted(times.items(), key=lambda item: -item[1][0])[:TOP]:
        row("kernels", cell=name, kernel=kernel[:160], ms=own / 1e3, share=own / total, launches=count)


def kind_of(kernel):
    lower = kernel.lower()
    return next((kind for kind, pattern in KINDS if re.search(pattern, lower)), "other")
