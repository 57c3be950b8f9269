"""AutoencoderKL as plain PyTorch modules, operation by operation as diffusers runs it. Names are those of the
checkpoints."""

from torch import nn
from torch.nn import functional as F


def norm(channels, groups):
    return nn.GroupNorm(groups, channels, eps=1e-6)


class Resnet(nn.Module):
    def __init__(self, channels, out, groups):
        super().__init__()
        self.norm1 = norm(channels, groups)
        self.conv1 = nn.Conv2d(channels, out, 3, padding=1)
        self.norm2 = norm(out, groups)
        self.conv2 = nn.Conv2d(out, out, 3, padding=1)
        if channels != out:
            self.conv_shortcut = nn.Conv2d(channels, out, 1)

    def forward(self, x):
        h = self.conv1(F.silu(self.norm1(x)))
        h = self.conv2(F.silu(self.norm2(h)))
        return (self.conv_shortcut(x) if hasattr(self, "conv_shortcut") else x) + h


class Attention(nn.Module):
    def __init__(self, channels, groups):
        super().__init__()
        self.group_norm = norm(channels, groups)
        self.to_q = nn.Linear(channels, channels)
        self.to_k = nn.Linear(channels, channels)
        self.to_v = nn.Linear(channels, channels)
        self.to_out = nn.ModuleList([nn.Linear(channels, channels)])

    def forward(self, x):
        rows = self.group_norm(x.flatten(2)).transpose(1, 2)
        q, k, v = (part(rows).unsqueeze(1) for part in (self.to_q, self.to_k, self.to_v))
        y = self.to_out[0](F.scaled_dot_product_attention(q, k, v).squeeze(1))
        return x + y.transpose(1, 2).reshape(x.shape)


class Sampler(nn.Module):
    """Half or twice the sides."""

    def __init__(self, channels, doubles):
        super().__init__()
        self.doubles = doubles
        self.conv = nn.Conv2d(channels, channels, 3, padding=1) if doubles else nn.Conv2d(channels, channels, 3, stride=2)

    def forward(self, x):
        return self.conv(F.interpolate(x, scale_factor=2.0, mode="nearest") if self.doubles else F.pad(x, (0, 1, 0, 1)))


class Stage(nn.Module):
    def __init__(self, channels, out, layers, groups, resamples, doubles):
        super().__init__()
        self.resnets = nn.ModuleList(Resnet(channels if j == 0 else out, out, groups) for j in range(layers))
        self.resamples = resamples
        if resamples:
            setattr(self, "upsamplers" if doubles else "downsamplers", nn.ModuleList([Sampler(out, doubles)]))
        self.doubles = doubles

    def forward(self, x):
        for resnet in self.resnets:
            x = resnet(x)
        if self.resamples:
            x = (self.upsamplers if self.doubles else self.downsamplers)[0](x)
        return x


class Middle(nn.Module):
    def __init__(self, channels, groups, attends):
        super().__init__()
        self.resnets = nn.ModuleList([Resnet(channels, channels, groups), Resnet(channels, channels, groups)])
        self.attentions = nn.ModuleList([Attention(channels, groups)] if attends else [])

    def forward(self, x):
        x = self.resnets[0](x)
        for attention in self.attentions:
            x = attention(x)
        return self.resnets[1](x)


class End(nn.Module):
    """The encoder or the decoder."""

    def __init__(self, fields, decodes):
        super().__init__()
        channels, groups = fields["block_out_channels"], fields["norm_num_groups"]
        attends = fields.get("mid_block_add_attention", True)
        latent = fields["latent_channels"]
        order = channels[::-1] if decodes else channels
        layers = fields["layers_per_block"] + (1 if decodes else 0)
        self.decodes = decodes
        self.conv_in = nn.Conv2d(latent if decodes else 3, order[0], 3, padding=1)
        self.mid_block = Middle(channels[-1], groups, attends)
        stages = nn.ModuleList(
            Stage(order[max(i - 1, 0)], order[i], layers, groups, i < len(order) - 1, decodes) for i in range(len(order)))
        setattr(self, "up_blocks" if decodes else "down_blocks", stages)
        self.conv_norm_out = norm(order[-1], groups)
        self.conv_out = nn.Conv2d(order[-1], 3 if decodes else 2 * latent, 3, padding=1)

    def forward(self, x):
        x = self.conv_in(x)
        if self.decodes:
            x = self.mid_block(x)
        for stage in self.up_blocks if self.decodes else self.down_blocks:
            x = stage(x)
        if not self.decodes:
            x = self.mid_block(x)
        return self.conv_out(F.silu(self.conv_norm_out(x)))


class Kl(nn.Module):
    def __init__(self, fields):
        super().__init__()
        latent = fields["latent_channels"]
        self.encoder = End(fields, False)
        self.decoder = End(fields, True)
        if fields.get("use_quant_conv", True):
            self.quant_conv = nn.Conv2d(2 * latent, 2 * latent, 1)
        if fields.get("use_post_quant_conv", True):
            self.post_quant_conv = nn.Conv2d(latent, latent, 1)

    def moments(self, x):
        moments = self.encoder(x)
        return self.quant_conv(moments) if hasattr(self, "quant_conv") else moments

    def encode(self, x):
        return self.moments(x).chunk(2, 1)[0]

    def decode(self, z):
        return self.decoder(self.post_quant_conv(z) if hasattr(self, "post_quant_conv") else z)
