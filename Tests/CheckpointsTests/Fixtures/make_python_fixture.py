"""Writes python.safetensors beside this script, with the reference implementation."""

import pathlib

import numpy
from safetensors.numpy import save_file

numbers = numpy.arange(-6, 6)
tensors = {
    "weight": numpy.array([[0.1, -0.0, 1e-45], [3.4028235e38, numpy.inf, 2.5]], numpy.float32),
    "bias": numpy.array([1.5, -2.25, 0.125], numpy.float32),
    "scalar": numpy.array(3.141592653589793, numpy.float64),
    "empty": numpy.zeros((0, 4), numpy.float32),
    "step": numpy.array([2**64 - 1, 0], numpy.uint64),
    "signed": numpy.array([[-(2**63)], [2**63 - 1]], numpy.int64),
    "order \"é\"\n": numpy.arange(256, dtype=numpy.uint8).reshape(2, 8, 16),
    "half": numbers.astype(numpy.float16),
    "int16": numbers.astype(numpy.int16),
    "uint16": numbers.astype(numpy.uint16),
    "int32": numbers.astype(numpy.int32),
    "uint32": numbers.astype(numpy.uint32),
    "int8": numbers.astype(numpy.int8),
    "mask": numbers > 0,
    "complex": (numbers + 1j).astype(numpy.complex64),
}
save_file(
    tensors,
    pathlib.Path(__file__).with_name("python.safetensors"),
    # One entry only: the reference writes several in random order.
    metadata={"origin": 'the Python package\n"safetensors"'},
)
