"""Large images of a single colour: what sums over all pixels may lose there, and attention among equal pixels."""

import torch

from reporting import check, say
from timing import brief, is_lost, release

# Of the largest value, by type.
LIMITS = {"fp32": 1e-4, "bf16": 2e-2, "fp16": 3e-3}


def run(section):
    """The first group norm and the attention of a KL autoencoder alone on a map whose pixels are all alike, where both can
    be said in float64 without the map: the norm of one pixel's channels, and the values of one pixel."""
    model = "sd-vae" if section.cuda else "tiny-kl"
    sides = [512, 2048, 4096] if section.cuda else [64]
    for precision in LIMITS:
        archive = section.parts.random(model, precision, section.device)
        try:
            norm = archive.encoder.stage_0.resnet_0.norm1
            attention = archive.encoder.middle.attention
        except AttributeError as error:
            say(f"Flat images were left out: {error}")
            return
        for side in sides:
            if section.clock.left() < 10:
                return
            _norm(section, norm, precision, side)
            # Attention sees an eighth of the sides.
            _attention(section, attention, precision, max(side // 8, 16))


def _map(section, channels, side, precision):
    generator = torch.Generator(section.device).manual_seed(5)
    pixel = torch.rand(1, channels, 1, 1, device=section.device, generator=generator) + 3
    pixel = pixel.to(next_dtype(precision))
    return pixel, pixel.expand(1, channels, side, side).contiguous(memory_format=torch.channels_last)


def next_dtype(precision):
    return {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}[precision]


def group_norm(norm, pixel):
    rows = pixel.double().reshape(1, norm.groups, -1)
    rows = (rows - rows.mean(2, keepdim=True)) / (rows.var(2, unbiased=False, keepdim=True) + 1e-6).sqrt()
    return rows.reshape(pixel.shape) * norm.weight.double().reshape(1, -1, 1, 1) + norm.bias.double().reshape(1, -1, 1, 1)


def _norm(section, norm, precision, side):
    pixel, feature_map = _map(section, norm.weight.numel(), side, precision)
    # The archive's norm has its activation, SiLU, behind it.
    expected = torch.nn.functional.silu(group_norm(norm, pixel))
    _check(section, f"group norm, flat {side}² {precision}", lambda: norm(feature_map), expected, precision)


def _attention(section, attention, precision, side):
    channels = attention.norm.weight.numel()
    pixel, feature_map = _map(section, channels, side, precision)
    wide = pixel.double()
    # Each pixel sees the mean of equal values.
    weight, bias = (part.double() for part in (attention.qkv.weight[2 * channels:], attention.qkv.bias[2 * channels:]))
    values = torch.nn.functional.conv2d(group_norm(attention.norm, wide), weight, bias)
    expected = wide + torch.nn.functional.conv2d(values, attention.to_out.weight.double(), attention.to_out.bias.double())
    _check(section, f"attention, flat {side}² of {8 * side}² {precision}", lambda: attention(feature_map), expected,
           precision)


def _check(section, name, compute, expected, precision):
    try:
        got = compute()
        largest = max((part.double() - expected).abs().max().item() for part in got.split(256, 2))
        check(name, largest / expected.abs().max().item(), LIMITS[precision])
    except RuntimeError as error:
        if is_lost(error):
            raise
        check(name, float("nan"), LIMITS[precision], note=brief(error))
    release(section.device)
