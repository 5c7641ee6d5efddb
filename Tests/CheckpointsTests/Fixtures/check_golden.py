"""Reads strata.safetensors, beside this script, with the reference implementation.

Checks every value and shape, and computes the stored hash of the tensors anew.
"""

import hashlib
import json
import pathlib

import numpy
from safetensors import safe_open
from safetensors.numpy import load_file, save

path = pathlib.Path(__file__).with_name("strata.safetensors")

expected = {
    "encoder.0.weight": numpy.array([[0.5, -1.5, 2], [3, 0.1, -0.0]], numpy.float32),
    "encoder.0.bias": numpy.array([1, 2, 3], numpy.float32),
    "optimizer.rate": numpy.array(0.1, numpy.float64),
    "optimizer.step": numpy.array([2**64 - 1], numpy.uint64),
    "offsets": numpy.array([-(2**63), 2**63 - 1], numpy.int64),
    "pixels": numpy.array([[0, 127, 255]], numpy.uint8),
    "empty": numpy.zeros((0, 3), numpy.float32),
}
tensors = load_file(path)
assert set(tensors) == set(expected), sorted(tensors)
for name, value in expected.items():
    assert tensors[name].dtype == value.dtype and tensors[name].shape == value.shape, name
    assert tensors[name].tobytes() == value.tobytes(), name

with safe_open(path, framework="numpy") as file:
    metadata = file.metadata()
assert metadata["schema_version"] == "3"
assert json.loads(metadata["progress"]) == {"epoch": 3, "note": 'a "quoted"\nline é'}
assert metadata["tensors_sha256"] == hashlib.sha256(save(tensors)).hexdigest()

print("the golden file is right")
