"""Failures on purpose, each in a process of its own: what libtorch says, and whether the process goes on."""

import os
import subprocess
import sys

import torch

import speed
from reporting import holds, row, say
from timing import brief, release

# What the service has to take each for: `memory` (a smaller batch may fit), `lost` (the device answers nothing more in
# this process), `input` (this batch alone).
ON_CUDA = {"a batch too large": "memory", "one allocation too large": "memory", "full before the first call": "memory",
           "full, segments that grow": "memory", "an assertion on the device": "lost", "wrong channels": "input"}

ON_CPU = {"one allocation too large": "memory", "wrong channels": "input"}


def run(section):
    here = os.path.dirname(os.path.abspath(__file__))
    options = section.options
    for name in ON_CUDA if section.cuda else ON_CPU:
        if section.clock.left() < 8:
            say(f"Failures: no time for '{name}'.")
            continue
        command = [sys.executable, here, "--section", "exhaustion", "--scenario", name, "--device", section.device,
                   "--parts", options.parts, "--fixtures", options.fixtures, "--out", options.out]
        environment = dict(os.environ)
        if name == "full, segments that grow":
            environment["PYTORCH_CUDA_ALLOC_CONF"] = "expandable_segments:True"
        try:
            ended = subprocess.run(command, stdout=subprocess.PIPE, env=environment, text=True, timeout=60)
            sys.stdout.write(ended.stdout)
            sys.stdout.flush()
            if ended.returncode != 0:
                say(f"Failures: the process of '{name}' ended with {ended.returncode}.")
        except subprocess.TimeoutExpired:
            say(f"Failures: '{name}' did not end.")
    if section.cuda:
        holds("another process uses the device after all of this", torch.ones(4, device=section.device).sum().item() == 4)


def scenario(section, name):
    {"a batch too large": too_large, "one allocation too large": one_allocation, "full before the first call": full,
     "full, segments that grow": too_large, "an assertion on the device": assertion, "wrong channels": channels}[name](
        section, name)


def fails(section, name, work):
    """Tells how work fails. That it does not is told, too."""
    expected = ON_CUDA[name]
    try:
        work()
        if section.cuda:
            torch.cuda.synchronize()
    except Exception as error:
        row("failures", scenario=name, expected=expected, type=type(error).__name__, text=str(error)[-4000:])
        print(f"{name}: {brief(error)}", file=sys.stderr)
        return True
    say(f"Failures: '{name}' did not fail.")
    return False


def model(section):
    return "f32c32-sana" if section.cuda else "embedded"


def too_large(section, name):
    """A batch that does not fit beside what is allocated; then a small one, again."""
    archive = section.parts.random(model(section), "bf16", section.device)
    small = speed.items(section, model(section), "decode", 256, 1)
    before = archive.decode(small)[0]
    large = speed.items(section, model(section), "decode", 1024, 4)
    free, _ = torch.cuda.mem_get_info()
    ballast = torch.empty(max(free - (3 << 30), 0), dtype=torch.uint8, device=section.device)
    if fails(section, name, lambda: archive.decode(large)):
        release(section.device)
        holds(f"after '{name}' a small batch is what it was", torch.equal(archive.decode(small)[0], before))
        del ballast
        release(section.device)
        holds(f"after '{name}' and with room the batch is computed", archive.decode(large)[1].all().item())


def one_allocation(section, name):
    archive = section.parts.random(model(section), "bf16", section.device)
    small = speed.items(section, model(section), "decode", 64, 1)
    before = archive.decode(small)[0]
    # More than any device and any host has.
    if fails(section, name, lambda: archive.decode(small.expand(1 << 34, -1, -1, -1))):
        release(section.device)
        holds(f"after '{name}' a small batch is what it was", torch.equal(archive.decode(small)[0], before))


def full(section, name):
    """Nothing is left when libraries are first asked for."""
    archive = section.parts.random(model(section), "bf16", section.device)
    small = speed.items(section, model(section), "decode", 256, 1)
    ballast = []
    for block in (1 << 30, 1 << 26, 1 << 21):
        try:
            while True:
                ballast.append(torch.empty(block, dtype=torch.uint8, device=section.device))
        except torch.OutOfMemoryError:
            continue
    # PyTorch keeps this block, and has room in it; what libraries ask CUDA for finds none.
    del ballast[0]
    if fails(section, name, lambda: archive.decode(small)):
        ballast.clear()
        release(section.device)
        holds(f"after '{name}' a small batch is computed", archive.decode(small)[1].all().item())


def assertion(section, name):
    """An index out of bounds, which the device finds out: after it CUDA answers nothing in this process."""
    places = torch.tensor([1 << 20], device=section.device)
    fails(section, name, lambda: torch.index_select(torch.zeros(4, device=section.device), 0, places))
    fails(section, name, lambda: torch.ones(4, device=section.device).sum().item())


def channels(section, name):
    archive = section.parts.random(model(section), "bf16", section.device)
    small = speed.items(section, model(section), "decode", 64, 1)
    if fails(section, name, lambda: archive.decode(small[:, 1:])):
        holds(f"after '{name}' the next batch is computed", archive.decode(small)[1].all().item())
