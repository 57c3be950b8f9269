"""DC-AE as plain PyTorch modules, operation by operation as diffusers runs it: what this project's archives are timed
against, and a second opinion on the goldens. Names are those of the checkpoints."""

import torch
from torch import nn
from torch.nn import functional as F

ACTIVATIONS = {"silu": F.silu, "swish": F.silu, "relu": F.relu, "gelu": F.gelu, "mish": F.mish}


class RmsNorm(nn.Module):
    """Over the channels of each pixel. The mean of squares is float32; half weights round before they are applied."""

    def __init__(self, channels):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels))
        self.bias = nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        rows = x.movedim(1, -1)
        wide = rows if rows.dtype == torch.float64 else rows.float()
        rows = wide * torch.rsqrt(wide.pow(2).mean(-1, keepdim=True) + 1e-5)
        if self.weight.dtype in (torch.float16, torch.bfloat16):
            rows = rows.to(self.weight.dtype)
        return (rows * self.weight + self.bias).movedim(-1, 1)


def norm(kind, channels):
    return RmsNorm(channels) if kind == "rms_norm" else nn.BatchNorm2d(channels)


class ResBlock(nn.Module):
    def __init__(self, channels, kind, activation):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, channels, 3, padding=1)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.norm = norm(kind, channels)
        self.activation = ACTIVATIONS[activation]

    def forward(self, x):
        return x + self.norm(self.conv2(self.activation(self.conv1(x))))


class Scale(nn.Module):
    def __init__(self, channels, groups, kernel):
        super().__init__()
        self.proj_in = nn.Conv2d(channels, channels, kernel, padding=kernel // 2, groups=channels, bias=False)
        self.proj_out = nn.Conv2d(channels, channels, 1, groups=groups, bias=False)

    def forward(self, x):
        return self.proj_out(self.proj_in(x))


class LinearAttention(nn.Module):
    def __init__(self, channels, head_dim, kernels, kind):
        super().__init__()
        heads = channels // head_dim
        inner = heads * head_dim
        self.head_dim = head_dim
        self.to_q = nn.Linear(channels, inner, bias=False)
        self.to_k = nn.Linear(channels, inner, bias=False)
        self.to_v = nn.Linear(channels, inner, bias=False)
        self.to_qkv_multiscale = nn.ModuleList(Scale(3 * inner, 3 * heads, kernel) for kernel in kernels)
        self.to_out = nn.Linear(inner * (1 + len(kernels)), channels, bias=False)
        self.norm_out = norm(kind, channels)

    def forward(self, x):
        height, width = x.shape[-2:]
        rows = x.movedim(1, -1)
        first = torch.cat([self.to_q(rows), self.to_k(rows), self.to_v(rows)], -1).movedim(-1, 1)
        maps = torch.cat([first] + [scale(first) for scale in self.to_qkv_multiscale], 1)
        linear = height * width > self.head_dim
        if linear and maps.dtype in (torch.float16, torch.bfloat16):
            maps = maps.float()
        q, k, v = maps.reshape(x.shape[0], -1, 3 * self.head_dim, height * width).chunk(3, 2)
        q, k = F.relu(q), F.relu(k)
        if linear:
            # A row of ones below the values sums the keys in the same product.
            sums = F.pad(v, (0, 0, 0, 1), value=1) @ k.transpose(-1, -2) @ q
            y = sums[:, :, :-1] / (sums[:, :, -1:] + 1e-15)
        else:
            scores = k.transpose(-1, -2) @ q
            scores = scores if scores.dtype == torch.float64 else scores.float()
            y = v @ (scores / (scores.sum(2, keepdim=True) + 1e-15)).to(v.dtype)
        y = y.to(x.dtype).reshape(x.shape[0], -1, height, width)
        return x + self.norm_out(self.to_out(y.movedim(1, -1)).movedim(-1, 1))


class GatedMlp(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv_inverted = nn.Conv2d(channels, 8 * channels, 1)
        self.conv_depth = nn.Conv2d(8 * channels, 8 * channels, 3, padding=1, groups=8 * channels)
        self.conv_point = nn.Conv2d(4 * channels, channels, 1, bias=False)
        self.norm = RmsNorm(channels)

    def forward(self, x):
        h, gate = self.conv_depth(F.silu(self.conv_inverted(x))).chunk(2, 1)
        return x + self.norm(self.conv_point(h * F.silu(gate)))


class VitBlock(nn.Module):
    def __init__(self, channels, head_dim, kernels, kind):
        super().__init__()
        self.attn = LinearAttention(channels, head_dim, kernels, kind)
        self.conv_out = GatedMlp(channels)

    def forward(self, x):
        return self.conv_out(self.attn(x))


class Down(nn.Module):
    def __init__(self, channels, out, unshuffles, shortcut):
        super().__init__()
        self.unshuffles = unshuffles
        self.shortcut = shortcut
        self.means = 4 * channels // out
        self.conv = (nn.Conv2d(channels, out // 4, 3, padding=1) if unshuffles
                     else nn.Conv2d(channels, out, 3, stride=2, padding=1))

    def forward(self, x):
        y = F.pixel_unshuffle(self.conv(x), 2) if self.unshuffles else self.conv(x)
        if self.shortcut:
            y = y + F.pixel_unshuffle(x, 2).unflatten(1, (-1, self.means)).mean(2)
        return y


class Up(nn.Module):
    def __init__(self, channels, out, interpolates, shortcut):
        super().__init__()
        self.interpolates = interpolates
        self.shortcut = shortcut
        self.repeats = 4 * out // channels
        self.conv = nn.Conv2d(channels, out if interpolates else 4 * out, 3, padding=1)

    def forward(self, x):
        if self.interpolates:
            y = self.conv(F.interpolate(x, scale_factor=2.0, mode="nearest"))
        else:
            y = F.pixel_shuffle(self.conv(x), 2)
        if self.shortcut:
            y = y + F.pixel_shuffle(x.repeat_interleave(self.repeats, 1), 2)
        return y


class Config:
    """A config's fields of one end, a list where the file may have one value for all stages."""

    def __init__(self, fields, end):
        self.channels = fields[f"{end}_block_out_channels"]
        self.layers = fields[f"{end}_layers_per_block"]
        self.kernels = fields[f"{end}_qkv_multiscales"]
        self.blocks = self._all(fields[f"{end}_block_types"])
        decodes = end == "decoder"
        self.norms = self._all(fields["decoder_norm_types"] if decodes else "rms_norm")
        self.activations = self._all(fields["decoder_act_fns"] if decodes else "silu")
        self.head_dim = fields.get("attention_head_dim", 32)
        self.unshuffles = fields["downsample_block_type"] == "pixel_unshuffle"
        self.interpolates = fields["upsample_block_type"] == "interpolate"

    def _all(self, value):
        return value if isinstance(value, list) else [value] * len(self.channels)

    def stage(self, i):
        channels = self.channels[i]
        if self.blocks[i] == "ResBlock":
            return [ResBlock(channels, self.norms[i], self.activations[i]) for _ in range(self.layers[i])]
        return [VitBlock(channels, self.head_dim, self.kernels[i], self.norms[i]) for _ in range(self.layers[i])]


class Encoder(nn.Module):
    def __init__(self, fields):
        super().__init__()
        config = Config(fields, "encoder")
        latent = fields["latent_channels"]
        channels, last = config.channels, len(config.channels) - 1
        self.conv_in = (nn.Conv2d(3, channels[0], 3, padding=1) if config.layers[0] > 0
                        else Down(3, channels[1], config.unshuffles, False))
        self.down_blocks = nn.ModuleList()
        for i in range(last + 1):
            blocks = config.stage(i)
            if i < last and blocks:
                blocks.append(Down(channels[i], channels[i + 1], config.unshuffles, True))
            self.down_blocks.append(nn.Sequential(*blocks))
        self.conv_out = nn.Conv2d(channels[-1], latent, 3, padding=1)
        self.means = channels[-1] // latent if fields.get("encoder_out_shortcut", True) else 0

    def forward(self, x):
        x = self.conv_in(x)
        for stage in self.down_blocks:
            x = stage(x)
        y = self.conv_out(x)
        return y + x.unflatten(1, (-1, self.means)).mean(2) if self.means else y


class Decoder(nn.Module):
    def __init__(self, fields):
        super().__init__()
        config = Config(fields, "decoder")
        latent = fields["latent_channels"]
        channels, last = config.channels, len(config.channels) - 1
        self.conv_in = nn.Conv2d(latent, channels[-1], 3, padding=1)
        self.repeats = channels[-1] // latent if fields.get("decoder_in_shortcut", True) else 0
        self.up_blocks = nn.ModuleList()
        for i in range(last + 1):
            blocks = config.stage(i)
            if i < last and blocks:
                blocks.insert(0, Up(channels[i + 1], channels[i], config.interpolates, True))
            self.up_blocks.append(nn.Sequential(*blocks))
        first = channels[0] if config.layers[0] > 0 else channels[1]
        self.norm_out = RmsNorm(first)
        self.activation = ACTIVATIONS[fields.get("decoder_conv_act_fn", "relu")]
        self.conv_out = (nn.Conv2d(first, 3, 3, padding=1) if config.layers[0] > 0
                         else Up(first, 3, config.interpolates, False))

    def forward(self, z):
        x = self.conv_in(z)
        if self.repeats:
            x = x + z.repeat_interleave(self.repeats, 1)
        for stage in reversed(self.up_blocks):
            x = stage(x)
        return self.conv_out(self.activation(self.norm_out(x)))


class DcAe(nn.Module):
    def __init__(self, fields):
        super().__init__()
        self.encoder = Encoder(fields)
        self.decoder = Decoder(fields)

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)
