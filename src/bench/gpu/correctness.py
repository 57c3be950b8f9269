"""Whether the archives compute on a device what they have to."""

import os

import torch

import eager
import flat
import tensors
from parts import PRECISIONS, copy
from reporting import check, holds, row, say
from timing import brief, is_lost, is_memory, release

TOLERANCE = 1e-4

# What half precision may be off, over what diffusers' own bfloat16 was.
HALF = 1.5

# Of a batch's item against the same item alone: the root mean square of the difference over the item's own. In half
# precision another algorithm rounds otherwise; an item that is wrong is off by 1.
ALONE = {"fp32": 3e-5, "bf16": 5e-2, "fp16": 1e-2}


class Correctness:
    def __init__(self, section):
        self.section = section
        self.parts = section.parts
        self.device = section.device

    def run(self):
        say("Correctness: float32 as it is served, with NVIDIA_TF32_OVERRIDE={} in the environment and PyTorch's own switch "
            "for cuDNN {}.".format(os.environ.get("NVIDIA_TF32_OVERRIDE", "nowhere"),
                                   "on" if torch.backends.cudnn.allow_tf32 else "off"))
        for name in self.parts.names("tiny"):
            self.goldens(name)
            self.halves(name)
        self.eager()
        flat.run(self.section)
        for model in self.section.models(["f32c32-sana", "sd-vae", "f32c32-lite", "f64c128-in", "f32c128-1.5"]):
            if self.section.clock.left() > 15:
                self.same_as_on_the_cpu(model)
        for model, operation, side in [("f32c32-sana", "decode", 1024), ("sd-vae", "decode", 1024),
                                       ("f32c32-sana", "encode", 1024)]:
            if self.section.cuda and self.section.clock.left() > 15:
                self.across_2_31(model, operation, side)
        if not self.section.cuda:
            self.batch("embedded", "fp32", "decode", 64, 4, "a batch")

    def golden(self, name):
        # Fixtures that share images have none of their own.
        golden = tensors.read(self.section.fixture("", "images.safetensors"))
        golden.update(tensors.read(self.section.fixture(name, "golden.safetensors")))
        return {key: tensor.to(self.device) for key, tensor in golden.items()}

    def goldens(self, name):
        """Every method of a fixture's archive in float32 against what diffusers computed."""
        golden = self.golden(name)
        archive = self.parts.whole(name, self.device)
        called = {"pack"}

        def call(method, x):
            called.add(method)
            return getattr(archive, method)(x)

        def close(what, got, expected, limit=TOLERANCE):
            check(f"{name} fp32 {what}", far(got, expected), limit)

        if name == "tiny-kl":
            cases = [("image", "moments", "recon_of_mean")]
        else:
            cases = [("image", "latent", "recon"), ("small.image", "small.latent", "small.recon"),
                     ("tiled64x48.image", "untiled.latent", None)]
        for image, latent, recon in cases:
            means = golden[latent].chunk(2, 1)[0] if name == "tiny-kl" else golden[latent]
            got, finite = call("encode", golden[image])
            close(f"encode {image}", got, means)
            holds(f"{name} fp32 encode {image}, flags", finite.all().item())
            if name == "tiny-kl":
                close("encode_moments", call("encode_moments", golden[image])[0], golden[latent])
            if recon:
                close(f"decode {latent}", call("decode", means)[0], golden[recon])
                pixels = call("decode_image", means)[0]
                levels = (golden[recon].permute(0, 2, 3, 1) / 2 + 0.5).clamp(0, 1).mul(255).round()
                close(f"decode_image {latent}, levels", pixels.float(), levels, 1)
                floats = pixels.float().permute(0, 3, 1, 2) / 255 * 2 - 1
                close("encode_image", call("encode_image", pixels)[0], call("encode", floats)[0])
                if name == "tiny-kl":
                    close("encode_image_moments", call("encode_image_moments", pixels)[0],
                          call("encode_moments", floats)[0])
        self.traces(name, golden, call, close)
        poisoned = means[:1].repeat(3, 1, 1, 1)
        poisoned[1, 0, 0, 0] = float("nan")
        for method in ("decode", "decode_image"):
            holds(f"{name} {method}, an item with a NaN is flagged alone",
                  call(method, poisoned)[1].tolist() == [True, False, True])
        left = set(archive._c._method_names()) - called
        holds(f"{name}: no method was left out", not left, note=", ".join(sorted(left)))

    def in_tf32(self):
        """By how much float32 would be off in TF32, where nothing keeps cuDNN from it."""
        for name in self.parts.names("tiny"):
            golden = self.golden(name)
            archive = self.parts.whole(name, self.device)
            image, latent, recon = (("image", "moments", "recon_of_mean") if name == "tiny-kl"
                                    else ("image", "latent", "recon"))
            means = golden[latent].chunk(2, 1)[0] if name == "tiny-kl" else golden[latent]
            row("TF32", model=name, what="encode, off by", value=far(archive.encode(golden[image])[0], means))
            row("TF32", model=name, what="decode, off by", value=far(archive.decode(means)[0], golden[recon]))

    def traces(self, name, golden, call, close):
        """Each stage, where there are goldens of it: every fourth row and column of the first item."""
        def kept(stage):
            return stage[:1, :, ::4, ::4]

        first = golden["image"]
        encoded = call("trace_encode", first)
        decoded = call("trace_decode", golden["moments"].chunk(2, 1)[0] if name == "tiny-kl" else golden["latent"])
        for i in range(sum(key.startswith("trace.enc.stage") for key in golden)):
            close(f"stage {i} of the encoder", kept(encoded[1 + i]), golden[f"trace.enc.stage{i}.every4"])
            close(f"stage {i} of the decoder", kept(decoded[4 - i]), golden[f"trace.dec.stage{i}.every4"])

    def halves(self, name):
        """The fixture in half precision: no worse than diffusers' own, where that was recorded."""
        golden = self.golden(name)
        image, latent, recon = (("image", "moments", "recon_of_mean") if name == "tiny-kl"
                                else ("image", "latent", "recon"))
        whole = self.parts.whole(name, self.device)
        means = golden[latent].chunk(2, 1)[0] if name == "tiny-kl" else golden[latent]
        for precision in ("bf16", "fp16"):
            archive = self.parts.load(name, precision, self.device)
            copy(whole, archive)
            for what, got, expected, recorded in [
                    ("encode", archive.encode(golden[image])[0], means, golden.get("bf16.latent")),
                    ("decode", archive.decode(means)[0], golden[recon], golden.get("bf16.recon"))]:
                limit = (HALF * far(recorded, expected) if recorded is not None
                         else 0.05 * expected.abs().max().item())
                check(f"{name} {precision} {what}", far(got, expected), limit)

    def eager(self):
        """The reference of the timings is the reference."""
        for name in self.parts.names("tiny"):
            golden = self.golden(name)
            module = eager.loaded(self.parts.config(name), tensors.read(
                self.section.fixture(name, "diffusion_pytorch_model.safetensors")), self.device)
            latent = golden["moments"].chunk(2, 1)[0] if name == "tiny-kl" else golden["latent"]
            recon = golden["recon_of_mean" if name == "tiny-kl" else "recon"]
            check(f"{name} plain modules, encode", far(module.encode(golden["image"]), latent), TOLERANCE)
            check(f"{name} plain modules, decode", far(module.decode(latent), recon), TOLERANCE)

    def same_as_on_the_cpu(self, model):
        """A model of full size, its weights from a seed, against itself on the CPU in float32; the CPU's own bfloat16 is
        the measure of half precision."""
        side = 256 if self.section.cuda else 64
        on_cpu = self.parts.random(model, "fp32", "cpu")
        generator = torch.Generator().manual_seed(2)
        ratio = self.parts.index[model]["ratio"]
        latent = torch.randn(2, self.parts.index[model]["latent_channels"], side // ratio, side // ratio,
                             generator=generator)
        pixels = torch.randint(0, 256, (2, side, side, 3), generator=generator, dtype=torch.uint8)
        inputs = {"encode_image": pixels, "decode": latent}
        expected = {method: getattr(on_cpu, method)(x)[0] for method, x in inputs.items()}
        half = self.parts.load(model, "bf16", "cpu")
        copy(on_cpu, half)
        usual = {method: off(getattr(half, method)(x)[0], expected[method]) for method, x in inputs.items()}
        del half
        for precision in PRECISIONS:
            archive = self.parts.load(model, precision, self.device)
            copy(on_cpu, archive)
            for method, x in inputs.items():
                try:
                    got, finite = getattr(archive, method)(x.to(self.device))
                    limit = 1e-4 if precision == "fp32" else HALF * usual[method]
                    check(f"{model} {precision} {method} {side}² as on the CPU", off(got.cpu(), expected[method]), limit)
                    holds(f"{model} {precision} {method} {side}², flags", finite.all().item())
                except RuntimeError as error:
                    self.failed(f"{model} {precision} {method} {side}²", error)
            del archive
            release(self.device)

    def across_2_31(self, model, operation, side):
        """The largest batch that the rule allows, and the first that it does not."""
        allowed = (2**31 - 1) // (self.parts.peak(model, operation) * side * side)
        for count, what in [(allowed, "the largest batch below 2^31"), (allowed + 2, "a batch beyond 2^31")]:
            self.batch(model, "bf16", operation, side, count, what)

    def batch(self, model, precision, operation, side, count, what):
        """Each item of a batch is what it is alone. Beyond 2^31 it need not be: what happens is told."""
        allowed = not what.startswith("a batch beyond")
        name = f"{model} {precision} {operation} {side}² × {count}, {what}"
        archive = self.parts.random(model, precision, self.device)
        generator = torch.Generator(self.device).manual_seed(3)
        facts = self.parts.index[model]
        shape = ((count, 3, side, side) if operation == "encode"
                 else (count, facts["latent_channels"], side // facts["ratio"], side // facts["ratio"]))
        items = torch.randn(shape, device=self.device, generator=generator)
        try:
            got, finite = getattr(archive, operation)(items)
            worst = 0.0
            for i in sorted({0, count // 2, count - 2, count - 1}):
                alone = getattr(archive, operation)(items[i: i + 1])[0]
                worst = max(worst, off(got[i: i + 1], alone))
            if allowed:
                check(name, worst, ALONE[precision])
                holds(name + ", flags", finite.all().item())
            else:
                row("beyond 2^31", case=name, off=worst if worst == worst else "NaN", flags=finite.all().item())
        except RuntimeError as error:
            if allowed:
                self.failed(name, error)
            else:
                row("beyond 2^31", case=name, error=brief(error))
                row("failures", scenario=name, expected="any", text=str(error)[-2000:])
                if is_lost(error):
                    raise
        del archive
        release(self.device)

    def failed(self, name, error):
        if is_memory(error):
            say(f"{name}: does not fit this device's memory")
        else:
            holds(name, False, note=brief(error))
        if is_lost(error):
            raise error


def far(got, expected):
    """The largest difference."""
    return (got.float() - expected.float()).abs().max().item() if got.shape == expected.shape else float("inf")


def off(got, expected):
    """The root mean square of the difference, over the expected one's. Nothing is never right."""
    expected = expected.double()
    return ((got.double() - expected).norm() / expected.norm()).item()
