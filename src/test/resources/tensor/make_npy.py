"""Writes the .npy files of this folder, with NumPy 2.4. Run it inside the folder."""

import warnings

import numpy as np
from numpy.lib import format

warnings.simplefilter("ignore")  # versions 2.0 and 3.0 are asked for on purpose


def write(name, array, version=(1, 0)):
    with open(name + ".npy", "wb") as file:
        format.write_array(file, array, version)


counting = np.arange(6).reshape(2, 3)
write("f4", counting.astype("<f4") / 4)
write("f2", counting.astype("<f2") / 4)
write("f8", counting.astype("<f8") / 4)
write("u1", counting.astype("u1"))
write("i8", counting.astype("<i8") - 3)
write("b1", counting % 2 == 0)
write("scalar", np.array(1.25, "<f4"))
write("empty", np.zeros((0, 5), "<f4"))
write("vector", np.array([0.5, -0.5], "<f4"))
# A header that fits its block exactly, which NumPy pads by a whole block more.
write("full-block", np.zeros((1,) * 13 + (100,), "u1"))
write("version2", counting.astype("<f4") / 4, (2, 0))
write("version3", counting.astype("<f4") / 4, (3, 0))
write("fortran", np.asfortranarray(counting.astype("<f4")))
write("big-endian", counting.astype(">f4"))
write("structured", np.zeros(2, [("x", "<f4"), ("y", "<f4")]))
write("objects", np.array([None, 1], object))
write("complex", counting.astype("<c8"))
