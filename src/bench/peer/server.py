"""An autoencoder behind HTTP as one writes it with FastAPI and diffusers: one model, one call at a time, all cores.

POST /encode takes an image file and answers float32 [1, c, h, w]; POST /decode?shape=1,c,h,w takes that and answers PNG.
"""
import argparse
import io
import threading

import numpy
import torch
import uvicorn
from diffusers import AutoencoderDC, AutoencoderKL
from fastapi import Body, FastAPI, Response
from PIL import Image

arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
arguments.add_argument("--model", required=True, help="folder with config.json and its weights, or a repository")
arguments.add_argument("--subfolder", help="of the model in its repository, such as vae")
arguments.add_argument("--dtype", default="float32", choices=["float32", "bfloat16"])
arguments.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
arguments.add_argument("--compile", action="store_true", help="by torch.compile, at the first call of each shape")
arguments.add_argument("--port", type=int, default=8000)
options = arguments.parse_args()

dtype = getattr(torch, options.dtype)
family = AutoencoderKL if "KL" in AutoencoderDC.load_config(options.model, subfolder=options.subfolder).get(
    "_class_name", "") else AutoencoderDC
model = family.from_pretrained(options.model, subfolder=options.subfolder, torch_dtype=dtype).to(options.device).eval()


def encoded(pixels):
    answer = model.encode(pixels)
    return answer.latent if family is AutoencoderDC else answer.latent_dist.mode()


def decoded(latent):
    return model.decode(latent).sample


if options.compile:
    encoded, decoded = torch.compile(encoded), torch.compile(decoded)

app = FastAPI()
device = threading.Lock()


@app.get("/health")
def health():
    return {"model": options.model}


@app.post("/encode")
def encode(body: bytes = Body(media_type="image/png")):
    image = numpy.asarray(Image.open(io.BytesIO(body)).convert("RGB"))
    pixels = torch.from_numpy(image.copy()).permute(2, 0, 1)[None].to(options.device, dtype) / 127.5 - 1
    with device, torch.inference_mode():
        latent = encoded(pixels)
    return Response(latent.float().cpu().contiguous().numpy().tobytes(), media_type="application/octet-stream")


@app.post("/decode")
def decode(shape: str, body: bytes = Body(media_type="application/octet-stream")):
    latent = numpy.frombuffer(body, numpy.float32).reshape([int(size) for size in shape.split(",")])
    with device, torch.inference_mode():
        image = decoded(torch.from_numpy(latent.copy()).to(options.device, dtype))
    pixels = ((image[0].float() / 2 + 0.5).clamp(0, 1) * 255).round().to(torch.uint8).permute(1, 2, 0).cpu().numpy()
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return Response(file.getvalue(), media_type="image/png")


uvicorn.run(app, host="127.0.0.1", port=options.port, log_level="warning")
