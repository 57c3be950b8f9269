"""Reads safetensors files, without the library of that name."""

import json
import math
import struct

import torch

TYPES = {"F64": torch.float64, "F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16, "I64": torch.int64,
         "U8": torch.uint8}


def read(path):
    """All tensors of a file by their names."""
    with open(path, "rb") as file:
        content = bytearray(file.read())
    start = 8 + struct.unpack_from("<Q", content)[0]
    tensors = {}
    for name, entry in json.loads(content[8:start]).items():
        if name != "__metadata__":
            dtype = TYPES[entry["dtype"]]
            begin = entry["data_offsets"][0]
            count = math.prod(entry["shape"])
            flat = torch.frombuffer(content, dtype=dtype, count=count, offset=start + begin) if count else torch.empty(0)
            tensors[name] = flat.reshape(entry["shape"]).clone()
    return tensors
