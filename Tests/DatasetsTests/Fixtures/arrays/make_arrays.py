"""Writes arrays and archives of every kind that is read, with NumPy.

python3 make_arrays.py; needs numpy. Element i of an array is i for unsigned numbers, i - 3 for signed ones, i / 4 - 1
for floats, whether i is a multiple of 3 for truth, and the letter é or a i times for text.
"""

import io
import pathlib
import zipfile

import numpy

here = pathlib.Path(__file__).parent
index = numpy.arange(12).reshape(2, 3, 2)


def values(kind):
    if kind[0] == "b":
        return index % 3 == 0
    if kind[0] in "US":
        letter = "é" if kind[0] == "U" else "a"
        return numpy.vectorize(lambda i: letter * i, otypes=[object])(index)
    return {"u": index, "i": index - 3, "f": index / 4 - 1}[kind[0]]


types = {}
for kind in ["b1", "u1", "u2", "u4", "u8", "i1", "i2", "i4", "i8", "f2", "f4", "f8", "U11", "S11"]:
    for order, letter in [("little", "<"), ("big", ">")]:
        for memory in ["C", "F"]:
            types[f"{kind}-{order}-{memory}"] = numpy.asarray(values(kind)).astype(letter + kind, order=memory)
numpy.savez(here / "types.npz", **types)
numpy.savez_compressed(here / "types-deflated.npz", **types)
for name in ["u1", "i4", "i8", "f4", "U11"]:
    numpy.save(here / f"{name}.npy", types[f"{name}-little-C"])
numpy.save(here / "flat.npy", numpy.arange(3, dtype="<i4"))
numpy.save(here / "single.npy", numpy.float64(1.5))
numpy.save(here / "objects.npy", numpy.array([1, "a"], dtype=object), allow_pickle=True)

# As Keras' mnist.npz, and as scikit-learn's load_digits.
pixels = numpy.arange(10 * 4 * 5, dtype="u1").reshape(10, 4, 5)
numpy.savez_compressed(
    here / "keras.npz", x_train=pixels[:6], y_train=numpy.arange(6, dtype="u1"), x_test=pixels[6:],
    y_test=numpy.arange(4, dtype="u1"))
images = (numpy.arange(5 * 64) % 17).reshape(5, 8, 8).astype("f8")
numpy.savez(
    here / "digits.npz", data=images.reshape(5, 64), target=numpy.arange(5) % 3, images=images,
    target_names=numpy.arange(10), feature_names=[f"pixel_{i}" for i in range(64)])

# The sizes follow each member, as of an archive that is written to a pipe.


class Pipe(io.RawIOBase):
    def __init__(self):
        self.content = b""

    def writable(self):
        return True

    def write(self, piece):
        self.content += bytes(piece)
        return len(piece)


pipe = Pipe()
with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
    archive.writestr(zipfile.ZipInfo("x.npy"), (here / "f4.npy").read_bytes(), zipfile.ZIP_DEFLATED)
    archive.writestr(zipfile.ZipInfo("read me"), b"no array")
(here / "piped.npz").write_bytes(pipe.content)
