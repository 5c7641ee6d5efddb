"""Says what the reference implementation makes of each *.safetensors in a folder, one line for each:

    NAME refused
    NAME read CONTENT same|different

CONTENT lists tensors and metadata, names and bytes in hexadecimal. "same": written again by the
reference, the file has the same bytes (where it has at most one entry of metadata; the reference
writes several in random order).
"""

import ctypes
import pathlib
import sys

from safetensors import SafetensorError, TensorSpec, deserialize, safe_open, serialize

NAMES = {
    "BOOL": "bool", "U8": "uint8", "I8": "int8", "F8_E5M2": "float8_e5m2", "F8_E4M3": "float8_e4m3fn",
    "F8_E8M0": "float8_e8m0fnu", "F8_E4M3FNUZ": "float8_e4m3fnuz", "F8_E5M2FNUZ": "float8_e5m2fnuz",
    "I16": "int16", "U16": "uint16", "F16": "float16", "BF16": "bfloat16", "I32": "int32", "U32": "uint32",
    "F32": "float32", "C64": "complex64", "F64": "float64", "I64": "int64", "U64": "uint64",
}


def content(tensors, metadata):
    lines = [
        f"{name.encode().hex()}:{t['dtype']}:{'x'.join(map(str, t['shape']))}:{t['data'].hex()}"
        for name, t in tensors
    ] + [f"{key.encode().hex()}={value.encode().hex()}" for key, value in metadata.items()]
    return ",".join(sorted(lines)) or "-"


def written_again(tensors, metadata):
    buffers = {name: ctypes.create_string_buffer(bytes(t["data"]), len(t["data"]) + 1) for name, t in tensors}
    specs = {
        name: TensorSpec(
            dtype=NAMES[t["dtype"]], shape=t["shape"], data_ptr=ctypes.addressof(buffers[name]),
            data_len=len(t["data"]))
        for name, t in tensors
    }
    return bytes(serialize(specs, metadata or None))


for path in sorted(pathlib.Path(sys.argv[1]).glob("*.safetensors")):
    data = path.read_bytes()
    try:
        tensors = deserialize(data)
        with safe_open(path, framework="numpy") as file:
            metadata = file.metadata() or {}
    except SafetensorError:
        print(path.stem, "refused")
        continue
    known = all(t["dtype"] in NAMES for _, t in tensors)
    same = known and len(metadata) <= 1 and written_again(tensors, metadata) == data
    print(path.stem, "read", content(tensors, metadata), "same" if same else "different")
