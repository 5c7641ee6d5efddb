"""Makes the files that fuzzing begins with, in the folders beside this script: good ones, and hostile ones
of the kinds that everybody tries first. What fuzzing found bears other names and is left alone.

    python3 Tests/HostileTests/Corpus/make_corpus.py
"""

import gzip
import hashlib
import io
import json
import pathlib
import struct
import zipfile
import zlib

CORPUS = pathlib.Path(__file__).parent
TESTS = CORPUS.parent.parent


def write(target, name, content):
    folder = CORPUS / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())


def idx(*sizes, payload=None, kind=8):
    count = 1
    for size in sizes:
        count *= size
    pixels = bytes(i % 251 for i in range(count)) if payload is None else payload
    return bytes([0, 0, kind, len(sizes)]) + b"".join(struct.pack(">I", size) for size in sizes) + pixels


def deflated(content, level=9):
    return gzip.compress(content, level, mtime=0)


def zeros(header, count):
    """A gzip file of a header and so many zeros, made a piece at a time."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, 31)
    pieces = [deflate.compress(header)]
    pieces += [deflate.compress(bytes(1 << 20)) for _ in range(count >> 20)]
    return b"".join(pieces + [deflate.flush()])


images, labels = idx(3, 4, 5), idx(6)
two_to_31 = idx(1 << 31, 28, 28, payload=b"")
write("idx", "images", images)
write("idx", "labels", labels)
write("idx", "claims-2-to-31-images", two_to_31)
write("idx", "claims-1-GiB", idx(1024, 1024, 1024, payload=b"\1"))
write("gzip", "images", deflated(images))
write("gzip", "labels", deflated(labels))
write("gzip", "stored", deflated(images, 0))
write("gzip", "two-members", deflated(images[:20]) + deflated(images[20:]))
write("gzip", "claims-2-to-31-images", deflated(two_to_31))
write("gzip", "claims-1-GiB", deflated(idx(1024, 1024, 1024, payload=b"")))
write("gzip", "bomb-of-32-MiB-for-one-image", zeros(idx(1, 28, 28, payload=b""), 32 << 20))
write("gzip", "bomb-of-32-MiB-before-the-header", zeros(b"", 32 << 20))


def safetensors(tensors, metadata=None, data=None):
    header, offset = {}, 0
    if metadata:
        header["__metadata__"] = metadata
    for name, (kind, shape, size) in tensors.items():
        header[name] = {"dtype": kind, "shape": shape, "data_offsets": [offset, offset + size]}
        offset += size
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + (bytes(range(offset)) if data is None else data)


write("safetensors", "empty", safetensors({}))
write("safetensors", "some", safetensors(
    {"a": ("F32", [2, 2], 16), "b": ("U8", [3], 3), "none": ("I64", [0, 7], 0), "one": ("F64", [], 8)},
    {"schema_version": "2", "text": 'a "quoted"\n\u00e9\U0001f600'}))
write("safetensors", "overlap", safetensors({"a": ("U8", [4], 4)}).replace(b"[0,4]", b"[1,5]"))
write("safetensors", "length-of-2-to-63", struct.pack("<Q", 1 << 63) + b"{}")
for fixture in ("python", "strata", "strata-1"):
    path = TESTS / "CheckpointsTests" / "Fixtures" / f"{fixture}.safetensors"
    write("safetensors", fixture, path.read_bytes())


def node(name, operation, *inputs, **fields):
    return {"name": name, "operation": {operation: fields}, "inputs": list(inputs)}


def dense(name, source, weight, bias, transposed=False):
    fields = {"weight": weight, "transposed": transposed} | ({"bias": bias} if bias else {})
    return node(name, "dense", source, **fields)


encoder = [
    node("input", "input", width=4),
    node("corruption.0", "corruption", "input", _0={"kind": "masking", "level": 0.25}),
    dense("encoder.0", "corruption.0", "encoder.0.weight", "encoder.0.bias"),
    node("code.0", "activation", "encoder.0", function="sigmoid"),
]
decoder = [
    dense("decoder.0", "code.0", "encoder.0.weight", "decoder.0.bias", True),
    node("reconstruction.0", "activation", "decoder.0", function="sigmoid"),
    node("loss.0", "loss", "reconstruction.0", "input", _0="cross-entropy"),
]
head = [
    node("dropout.input", "dropout", "input", rate=0.2),
    dense("encoder.0", "dropout.input", "encoder.0.weight", "encoder.0.bias"),
    node("code.0", "activation", "encoder.0", function="sigmoid"),
    dense("head", "code.0", "head.weight", "head.bias"),
    node("probability", "softmax", "head"),
    node("labels", "labels", classes=2),
    node("loss", "loss", "head", "labels", _0="softmax-cross-entropy"),
]


def checkpoint(nodes, parameters, **parts):
    parts["architecture"] = {"nodes": nodes, "parameters": parameters, "frozen": []}
    return "".join(f"{key}={json.dumps(value, separators=(',', ':'))}\n" for key, value in parts.items())


stack_parameters = ["encoder.0.weight", "encoder.0.bias", "decoder.0.bias"]
write("checkpoint", "stack", checkpoint(
    encoder + decoder, stack_parameters, optimizer=0, epoch=1, training_parameters=["head.bias"]))
write("checkpoint", "classifier", checkpoint(
    [encoder[0]] + head, ["encoder.0.weight", "encoder.0.bias", "head.weight", "head.bias"],
    optimizer=12, epoch=3, partial_epoch={"steps": 2, "summed_loss": 0.5, "seconds": 1.5},
    early_stopping={"patience": 5, "bestError": 0.1, "bestLoss": "inf", "bestEpoch": 2},
    training_parameters=["head.bias"]))
write("checkpoint", "emphasis-and-penalties", checkpoint(
    [encoder[0], node("corruption.0", "corruption", "input", _0={"kind": "swap", "level": 0.25, "finalLevel": 0.5}),
     node("corruption.1", "corruption", "corruption.0", _0={"kind": "gaussian", "level": 0.5}),
     dense("encoder.0", "corruption.1", "encoder.0.weight", "encoder.0.bias"), encoder[3]] + decoder[:2]
    + [node("emphasis.0", "emphasis", "corruption.0", "corruption.1", _0={"corrupted": 1, "untouched": 0.5}),
       node("error.0", "loss", "reconstruction.0", "input", "emphasis.0", _0="squared-error"),
       node("contraction.0", "contraction", "code.0", strength=0.1),
       node("sparsity.0", "sparsity", "code.0", _0={"target": 0.05, "strength": 0.1}),
       node("loss.0", "sum", "error.0", "contraction.0", "sparsity.0")],
    stack_parameters))
write("checkpoint", "head-of-300-classes", checkpoint(
    [node("input", "input", width=4), node("half", "activation", "input", function="relu"),
     dense("code.0", "half", "encoder.0.weight", "encoder.0.bias"),
     dense("back", "code.0", "head.weight", "head.bias"),
     dense("head", "back", "wide", None), node("probability", "softmax", "head")],
    ["encoder.0.weight", "encoder.0.bias", "head.weight", "head.bias", "wide"]))


def npy(shape, kind="|u1", order=False, payload=b"", version=1):
    header = repr({"descr": kind, "fortran_order": order, "shape": shape}).encode()
    length = struct.pack("<H" if version == 1 else "<I", len(header))
    return b"\x93NUMPY" + bytes([version, 0]) + length + header + payload


def chunk(name, content):
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(width, height, rows=b"", depth=8, kind=0, extra=b"", interlaced=0):
    header = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, interlaced)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", zlib.compress(rows))
            + chunk(b"IEND", b""))


write("npy", "bytes", npy((2, 3, 4), payload=bytes(range(24))))
write("npy", "floats", npy((2, 3), "<f4", payload=struct.pack("<6f", *range(6)), version=2))
write("npy", "doubles", npy((2, 3), "<f8", payload=struct.pack("<6d", *range(6)), version=3))
write("npy", "not-a-number", npy((1, 2), "<f4", payload=struct.pack("<2f", 1, float("nan"))))
write("npy", "fortran", npy((2, 3), order=True, payload=bytes(6)))
write("npy", "claims-2-to-126-elements", npy((1 << 63, 1 << 63)))
write("npy", "claims-256-MiB", npy((1, 1 << 26), "<f4"))


def zipped(members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            with archive.open(zipfile.ZipInfo(name), "w", force_zip64=name == "large") as member:
                member.write(content)
    return file.getvalue()


def deflated_zip(members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def claiming(archive, size):
    """The archive whose list says another size of its first member."""
    entry = archive.index(b"PK\1\2")
    return archive[:entry + 24] + struct.pack("<I", size) + archive[entry + 28:]


pixels, classes = npy((2, 2, 2), payload=bytes(range(8))), npy((2,), payload=b"\0\1")
write("zip", "stored", zipped({"a": b"abc", "large": b"d", "empty": b""}))
write("zip", "deflated", deflated_zip({"a": b"abc" * 100, "b": bytes(1000)}))
write("zip", "comment", zipped({"a": b"abc"})[:-2] + b"\3\0PK\5")
write("zip", "bomb-of-32-MiB", deflated_zip({"a": bytes(32 << 20)}))
write("zip", "bomb-that-claims-1-KiB", claiming(deflated_zip({"a": bytes(32 << 20)}), 1024))
write("zip", "claims-1-GiB", claiming(deflated_zip({"a": b"abc"}), 1 << 30))
write("zip", "claims-2-to-31-members", zipped({"a": b"abc"})[:-12] + struct.pack("<HII", 65535, 1 << 31, 0) + b"\0\0")
write("npz", "keras", deflated_zip(
    {"x_train.npy": pixels, "y_train.npy": classes, "x_test.npy": pixels, "y_test.npy": classes}))
write("npz", "named", zipped({
    "data.npy": npy((1, 2), "<f4", payload=struct.pack("<2f", 1, 2)), "target.npy": npy((1,), "<i8", payload=bytes(8)),
    "target_names.npy": npy((1,), "<U1", payload=b"a\0\0\0"),
    "feature_names.npy": npy((2,), "|S1", payload=b"ab")}))
write("npz", "one-hot", zipped({"X.npy": npy((2, 1), payload=b"\1\2"), "y.npy": npy((2, 2), payload=b"\1\0\0\1")}))
write("npz", "other-names", zipped({"a.npy": pixels, "b.npy": b"no array"}))
write("npz", "bomb-of-32-MiB", deflated_zip({"x.npy": npy((1, 32 << 20), payload=bytes(32 << 20))}))
write("array", "text", npy((2,), "<U2", payload="ab".encode("utf-32-le") + "c".encode("utf-32-le") + bytes(4)))
write("array", "bytes-of-text", npy((2, 1), "|S3", payload=b"abcd\0\0"))
write("array", "big-endian", npy((2, 1), ">i4", payload=struct.pack(">2i", 1, -2)))
write("array", "fortran", npy((2, 3, 2), "<u2", True, payload=bytes(24)))
write("array", "half", npy((3,), "<f2", payload=struct.pack("<3e", 1, 2, 3)))
write("array", "truth", npy((3,), "|b1", payload=b"\0\1\0"))
write("array", "objects", npy((1,), "|O", payload=b"\x80\x04N."))
write("array", "single", npy((), "<f8", payload=struct.pack("<d", 1)))
write("array", "none-of-2-to-63", npy(((1 << 63) - 1, 0)))
write("csv", "iris", "length,width,species\n1.5,2,ant\n2.5,-3e1,\"b \"\"c\"\"\"\n")
write("csv", "mnist", "".join(",".join(map(str, [label, *range(49)])) + "\r\n" for label in (3, 1)))
write("csv", "pixels", ",".join(f"pixel{i}" for i in range(49)) + "\n" + ",".join(map(str, range(49))) + "\n")
write("csv", "no-header", "5.1;3.5;setosa\n4.9;3;virginica\n")
write("csv", "open-quote", "a,label\n\"1,2\n3")
write("csv", "many-columns-and-blank-lines", "1," * 2000 + "1" + "\n" * 4000)


def numpy_file(kind, shape, payload):
    header = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}"
    header += " " * (63 - (10 + len(header)) % 64) + "\n"
    return b"\x93NUMPY\1\0" + struct.pack("<H", len(header)) + header.encode() + payload


hashes = {
    "train-examples.npy": hashlib.sha256(numpy_file("|u1", "(2, 2, 2)", bytes(range(8)))).hexdigest(),
    "train-labels.npy": hashlib.sha256(numpy_file("<i4", "(2,)", struct.pack("<2i", 0, -1))).hexdigest(),
}
dataset = {"format": "strata-dataset", "version": 1, "layout": {"image": {"height": 2, "width": 2}},
           "class_names": ["a"], "preparation": {"height": 2, "width": 2, "isStretched": False, "fit": "mnist"},
           "notes": ["a note"], "files": hashes}
write("dataset", "images", json.dumps(dataset))
write("dataset", "columns", json.dumps(dataset | {"layout": {"columns": {"count": 4, "names": list("abcd")}}}))
write("dataset", "giant", json.dumps(dataset | {"layout": {"image": {"height": 1 << 62, "width": 4}}}))
write("dataset", "elsewhere", json.dumps(dataset | {"files": {"../a": "0"}}))
write("png", "grey", png(3, 2, b"\0\1\2\3\0\4\5\6"))
write("png", "colour", png(2, 1, b"\0\1\2\3\4\5\6", kind=2))
write("png", "see-through", png(2, 1, b"\0" + bytes(range(8)), kind=6))
write("png", "bits", png(9, 2, b"\0\xAA\x80\0\x55\0", depth=1))
write("png", "palette", png(8, 1, b"\0\xaa", 1, 3, chunk(b"PLTE", bytes(range(6))) + chunk(b"tRNS", b"\0\x80")))
write("png", "deep-with-transparency", png(1, 2, b"\0" + bytes(8) + b"\2" + bytes(range(8)), 16, 6))
write("png", "interlaced", png(2, 2, b"\0\1\0\2\0\3\4", interlaced=1))
write("png", "claims-2-to-60-pixels", png(1 << 30, 1 << 30))
write("png", "claims-2-to-24-pixels", png(1 << 12, 1 << 12))

# From the fixtures of the readers' tests.
pictures = TESTS / "DatasetsTests" / "Fixtures" / "Pictures"
for name in ("grey", "grey-progressive", "colour-420", "colour-progressive", "restarts", "inks", "extraneous",
             "orientation-6", "refused/pixels-missing", "refused/arithmetic"):
    write("jpeg", name.split("/")[-1], (pictures / f"{name}.jpg").read_bytes())
for name in ("grey-1.png", "grey-alpha-16.png", "palette-4.png", "orientation-6-big.png", "colour-alpha.png",
             "interlaced.png", "orientation-7.jpg", "inks.jpg", "colour-420.jpg"):
    write("picture", name, (pictures / name).read_bytes())
for target in ("jpeg", "picture"):
    write(target, "claims-20000-by-20000", (pictures / "refused" / "bomb.jpg").read_bytes())
    write(target, "claims-4096-by-4096", (pictures / "refused" / "sixteen-million.jpg").read_bytes())
write("picture", "png-claims-20000-by-20000", (pictures / "refused" / "bomb.png").read_bytes())
write("picture", "png-claims-4096-by-4096", png(4096, 4096))

record = {
    "arithmetic": {"core_type": "Zen", "engine": "OpenBLAS", "instruction_set": "AVX2",
                   "precision": "float32", "threads": 2},
    "command": "swift run mnist-pipeline finetune", "created": "2026-01-01T12:00:00Z",
    "dataset": {"name": "mnist", "sha256": "00", "test": 10000, "train": 50000, "validation": 10000},
    "model": "stacked-denoising-autoencoder", "parameters": 2797010, "schema_version": 1, "seed": 1,
    "stage": "finetune", "status": "finished", "training_seconds": 12.5,
    "validation_error_percent": 1.45, "versions": {"strata": "0.1.0"},
}
write("record", "finetune", json.dumps(record, indent=2))
write("record", "newer", json.dumps(record | {"schema_version": 99}))
write("record", "duplicate", json.dumps(record)[:-1] + ',"seed":2}')
write("record", "deep", "[" * 2_000)
pretraining = {"epoch": 1, "layer": 1, "learning_rate": 0.1, "seconds": 5.25, "training_loss": 72.5,
               "validation_loss": 63.25}
finetuning = {"epoch": 1, "is_best": True, "learning_rate": 0.001, "seconds": 5.25, "training_loss": "nan",
              "validation_loss": "inf", "validation_error_percent": 2.5}
write("metrics", "pretraining", "".join(json.dumps(pretraining | {"epoch": k}) + "\n" for k in (1, 2)))
write("metrics", "finetuning", json.dumps(finetuning) + "\n" + json.dumps(finetuning)[:20])

table = json.loads((TESTS / "MNISTPipelineTests" / "Golden" / "evaluate.json").read_text())
write("table", "accuracy", json.dumps(table))
write("table", "confusion", json.dumps({"title": "a title", "classes": ["0", "1"], "counts": [[3, 1], [0, 2]]}))

for recipe in sorted((TESTS.parent / "Models").glob("*.yml")):
    write("recipe", recipe.stem, recipe.read_bytes())
write("recipe", "every-kind", """name: "a \\"name\\""
seed: 18446744073709551615
stack:
  units: [500, 250]
  level: [0.25, .5]
  corruption: salt-and-pepper
  tied: false
pretraining: {epochs: [1, 2], learning_rate: 1e-3, schedule: step}
fine_tuning: {patience: 3, optimizer: adamw, max_norm: 2}
""")
write("recipe", "laughs", "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nstack.units: [*c, *c]\n")
write("recipe", "epochs-without-end",
      "pretraining:\n  epochs: 9223372036854775807\nfine_tuning:\n  epochs: 9223372036854775807\n")
