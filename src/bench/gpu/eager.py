"""The reference: networks as plain modules, by their configs."""

import math

import torch

import dc_ae
import kl


def of(config):
    """A network without values."""
    with torch.device("meta"):
        return (kl.Kl if config["_class_name"] == "AutoencoderKL" else dc_ae.DcAe)(config).eval()


def loaded(config, tensors, device):
    """With a checkpoint's tensors, all of them and no others."""
    module = of(config)
    module.load_state_dict(tensors, assign=True)
    return module.to(device)


def random(config, dtype, device, channels_last=False, seed=1):
    """With weights from a seed, made on the device itself."""
    module = of(config).to(dtype).to_empty(device=device)
    generator = torch.Generator(device).manual_seed(seed)
    with torch.no_grad():
        for name, tensor in list(module.named_parameters()) + list(module.named_buffers()):
            if not tensor.is_floating_point():
                tensor.zero_()
                continue
            spread = math.sqrt(3 / math.prod(tensor.shape[1:])) if tensor.dim() > 1 else 0.2
            tensor.uniform_(-spread, spread, generator=generator)
            if tensor.dim() == 1 and name.endswith((".weight", ".running_var")):
                tensor.add_(1)
    return module.to(memory_format=torch.channels_last) if channels_last else module
