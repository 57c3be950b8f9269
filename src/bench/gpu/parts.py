"""The archives that this project writes: their code and object graphs come in one file, their weights are made here."""

import io
import json
import math
import os
import zipfile

import torch

PRECISIONS = {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}

CHUNK = bytes(1 << 24)


class Parts:
    """What the Java program GpuParts wrote."""

    def __init__(self, file, scratch):
        self.zip = zipfile.ZipFile(file)
        self.scratch = scratch
        self.index = json.loads(self.zip.read("index.json"))["models"]

    def names(self, prefix=""):
        return [name for name in self.index if name.startswith(prefix)]

    def config(self, model):
        return self.index[model]["config"]

    def gflop(self, model, operation, side):
        """The reference's arithmetic for one image of side x side: GFLOP."""
        sides = self.index[model]["gflop"]["encode" if operation.startswith("encode") else "decode"]
        return sides[str(side)]

    def peak(self, model, operation):
        """Elements of the largest activation, per pixel of the image."""
        return self.index[model]["peak"]["encode" if operation.startswith("encode") else "decode"]

    def whole(self, fixture, device):
        """A fixture's archive in float32, with the fixture's weights."""
        return torch.jit.load(io.BytesIO(self.zip.read(f"whole/{fixture}.pt")), map_location=device)

    def load(self, model, precision, device, edit=None):
        """An archive whose weights are still zero. `edit` changes the text of its code."""
        path = os.path.join(self.scratch, f"{model}-{precision}{'-edited' if edit else ''}.pt")
        if edit or not os.path.exists(path):
            self._assemble(model, precision, edit, path + ".partial")
            os.replace(path + ".partial", path)
        return torch.jit.load(path, map_location=device)

    def random(self, model, precision, device, seed=1, edit=None):
        """An archive with weights from a seed, made on the device itself."""
        module = self.load(model, precision, device, edit)
        fill(module, self.storages(model, precision), seed)
        return module

    def storages(self, model, precision):
        """Type, sizes and checkpoint's name of each storage, in the order of the module's parameters."""
        table = self.zip.read(f"outlines/{model}-{precision}/storages.tsv").decode()
        rows = (line.split("\t") for line in table.splitlines())
        return [(getattr(torch, dtype), json.loads(sizes), name) for dtype, sizes, name in rows]

    def _assemble(self, model, precision, edit, path):
        """Writes the archive with storages of zeros: they are filled where they will be used."""
        folder = f"outlines/{model}-{precision}/"
        with zipfile.ZipFile(path, "w") as archive:
            for name in self.zip.namelist():
                if name.startswith(folder) and not name.endswith("/storages.tsv"):
                    content = self.zip.read(name)
                    if edit and name.endswith(".py"):
                        content = edit(content.decode()).encode()
                    archive.writestr("archive/" + name.removeprefix(folder), content)
            for key, (dtype, sizes, _) in enumerate(self.storages(model, precision)):
                left = math.prod(sizes) * dtype.itemsize
                with archive.open(f"archive/data/{key}", "w", force_zip64=True) as entry:
                    while left > 0:
                        left -= entry.write(CHUNK[: min(left, len(CHUNK))])


def fill(module, storages, seed):
    """Random weights, in place: kernels scaled by their fan-in, so that activations stay about 1 through any depth;
    factors about 1, offsets about 0."""
    parameters = list(module.parameters())
    if [list(parameter.shape) for parameter in parameters] != [sizes for _, sizes, _ in storages]:
        raise ValueError("The archive's parameters are not those of its table")
    for key, (parameter, (_, sizes, name)) in enumerate(zip(parameters, storages)):
        generator = torch.Generator(parameter.device).manual_seed(seed * 100_003 + key)
        spread = math.sqrt(3 / math.prod(sizes[1:])) if len(sizes) == 4 else 0.2
        with torch.no_grad():
            parameter.uniform_(-spread, spread, generator=generator)
            if len(sizes) < 4 and name.endswith(".weight"):
                parameter.add_(1)


def copy(source, target):
    """The weights of one archive in another of the same model: on another device, in another precision."""
    with torch.no_grad():
        for ours, theirs in zip(target.parameters(), source.parameters(), strict=True):
            ours.copy_(theirs)


def contiguous(code):
    """An edit: the same code with feature maps in the order of channels, pixels behind each other."""
    return code.replace("memory_format=2", "memory_format=0")
