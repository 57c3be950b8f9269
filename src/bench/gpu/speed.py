"""How fast the archives are: as the service calls them, in bfloat16, by model, operation, size and batch."""

import torch

import machine
from reporting import row, say
from timing import brief, is_lost, is_memory, median, peak_gib, release, reset_peak

MODELS = ["f32c32-sana", "f32c32-lite", "f32c128-1.5", "sd-vae", "flux-vae", "f64c128-in", "f128c512-in"]

OPERATIONS = ["encode_image", "decode_image"]

SIDES = [512, 1024, 256, 2048]

# The first round tells most; the others fill in what there is time for.
ROUNDS = [[1, 8, 64], [4, 16], [2, 32]]

# What one pass may compute, so that no cell takes the time of the others.
MOST_GFLOP = 60_000


def run(section):
    rate = machine.matrix_rate(section.device)
    sides = SIDES if section.cuda else [128]
    models = section.models(MODELS)
    done = 0
    for batches in ROUNDS if section.cuda else [[1, 2]]:
        for model in models:
            if section.clock.left() < 6:
                say(f"Speed: {done} cells were measured; there was no time for the others.")
                return
            archive = section.parts.random(model, "bf16", section.device)
            for operation in OPERATIONS:
                for side in sides:
                    for batch in batches:
                        if section.clock.left() > 3:
                            done += cell(section, archive, model, operation, side, batch, rate)
            del archive
            release(section.device)


def items(section, model, operation, side, batch):
    """Random input: zeros are faster than what really comes."""
    facts = section.parts.index[model]
    if operation == "encode_image":
        return torch.randint(0, 256, (batch, side, side, 3), dtype=torch.uint8, device=section.device)
    if operation == "encode":
        return torch.rand(batch, 3, side, side, device=section.device) * 2 - 1
    return torch.randn(batch, facts["latent_channels"], side // facts["ratio"], side // facts["ratio"],
                       device=section.device)


def admitted(section, model, operation, side, batch):
    """What the service would put in one batch, and this run has the time for."""
    below = section.parts.peak(model, operation) * side * side * batch < 2**31
    return below and batch * section.parts.gflop(model, operation, side) <= MOST_GFLOP


def cell(section, archive, model, operation, side, batch, rate):
    if not admitted(section, model, operation, side, batch):
        return 0
    reset_peak(section.device)
    cells = {"model": model, "operation": operation, "side": side, "batch": batch}
    try:
        x = items(section, model, operation, side, batch)
        cells |= numbers(section, model, operation, side, batch, rate, median(
            section.device, lambda: getattr(archive, operation)(x), 0.25 if section.cuda else 0.1))
        row("speed", **cells)
        return 1
    except RuntimeError as error:
        row("speed", **cells, note="out of memory" if is_memory(error) else brief(error))
        if is_lost(error):
            raise
        release(section.device)
        return 0


def numbers(section, model, operation, side, batch, rate, milliseconds):
    """The share is of the reference's arithmetic: what an archive saves of it counts as speed."""
    per_second = batch / milliseconds * 1e3
    done = per_second * section.parts.gflop(model, operation, side) / 1e3
    return {"ms": milliseconds, "images/s": per_second, "Mpx/s": per_second * side * side / 1e6, "TFLOP/s": done,
            "of bf16 products": done / rate, "peak GiB": peak_gib(section.device)}
