"""What the run is on, and how fast it is at the two things that bound everything: products of matrices and copies."""

import os
import platform
import subprocess
import sys

import torch

from reporting import row, say
from timing import median


def measure(device, seconds, cuda):
    facts = {"python": sys.version.split()[0], "torch": torch.__version__, "cores": os.cpu_count(),
             "machine": platform.machine()}
    if cuda:
        properties = torch.cuda.get_device_properties(0)
        facts |= {"device": properties.name, "memory GiB": round(properties.total_memory / 2**30, 1),
                  "capability": f"{properties.major}.{properties.minor}", "cuda": torch.version.cuda,
                  "cudnn": torch.backends.cudnn.version(), "multiprocessors": properties.multi_processor_count,
                  "driver": smi("driver_version"), "clock MHz": smi("clocks.sm"), "power limit W": smi("power.limit")}
    else:
        facts["device"] = processor()
    for fact, value in facts.items():
        row("machine", fact=fact, value=str(value))
    for name, rate in rates(device, seconds, cuda).items():
        row("ceilings", what=name, rate=rate)


def rates(device, seconds, cuda):
    """TFLOP/s of a large product of random matrices, by type; GB/s of a large copy, read and written."""
    side = 8192 if cuda else 512
    found = {}
    for name, dtype, tf32 in [("bf16 TFLOP/s", torch.bfloat16, False), ("fp16 TFLOP/s", torch.float16, False),
                              ("tf32 TFLOP/s", torch.float32, True), ("fp32 TFLOP/s", torch.float32, False)]:
        if not cuda and (tf32 or dtype == torch.float16):
            continue
        torch.backends.cuda.matmul.allow_tf32 = tf32
        left, right = (torch.randn(side, side, device=device, dtype=torch.float32).to(dtype) for _ in range(2))
        found[name] = 2 * side**3 / median(device, lambda: left @ right, seconds / 8, 20) / 1e9
    torch.backends.cuda.matmul.allow_tf32 = False
    source = torch.randn((2**32 if cuda else 2**26) // 4, device=device)
    target = torch.empty_like(source)
    found["copy GB/s"] = 2 * source.nbytes / median(device, lambda: target.copy_(source), seconds / 8, 20) / 1e6
    return found


def matrix_rate(device):
    """TFLOP/s in bfloat16 in this process, to hold times against."""
    side = 8192 if device == "cuda" else 512
    left, right = (torch.randn(side, side, device=device).bfloat16() for _ in range(2))
    return 2 * side**3 / median(device, lambda: left @ right, 0.3, 20) / 1e9


def smi(query):
    try:
        command = ["nvidia-smi", f"--query-gpu={query}", "--format=csv,noheader", "-i", "0"]
        return subprocess.run(command, capture_output=True, text=True, timeout=20, check=True).stdout.strip()
    except (OSError, subprocess.SubprocessError) as error:
        say(f"nvidia-smi says nothing: {error}")
        return "unknown"


def processor():
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            return next(line.split(":")[1].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()
