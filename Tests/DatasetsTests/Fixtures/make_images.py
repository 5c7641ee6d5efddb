"""Writes images.npy in every form that is read, and images.png, with NumPy and Pillow.

python3 make_images.py; needs numpy and pillow. Element i of the stacks is i / 4 for floats and i for bytes.
"""

import pathlib

import numpy
from PIL import Image

here = pathlib.Path(__file__).parent
values = numpy.arange(2 * 3 * 5).reshape(2, 3, 5)
for name, stack, version in [
    ("u1", values.astype("|u1"), (1, 0)),
    ("f4", (values / 4).astype("<f4"), (2, 0)),
    ("f8", (values / 4).astype("<f8"), (3, 0)),
    ("flat", (values[0] / 4).astype("<f4"), (1, 0)),
]:
    with open(here / f"images-{name}.npy", "wb") as file:
        numpy.lib.format.write_array(file, stack, version=version)

pixels = numpy.zeros((2, 3, 3), "u1")
pixels[0] = [[255, 255, 255], [0, 0, 0], [128, 128, 128]]
pixels[1] = [[255, 0, 0], [0, 255, 0], [0, 0, 255]]
Image.fromarray(pixels).save(here / "colours.png")
Image.fromarray(numpy.array([[0, 51, 255]], "u1")).save(here / "greys.png")
see_through = numpy.zeros((1, 2, 4), "u1")
see_through[0, 1] = [0, 0, 0, 255]
Image.fromarray(see_through).save(here / "see-through.png")
