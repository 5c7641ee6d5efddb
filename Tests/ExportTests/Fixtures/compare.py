"""Compares exported models with what they came to in Strata: compare.py CASES FORMATS.md

CASES has a folder for each model: model.onnx (and model.json and model.npz), raw rows x.npy, the values
expected.npy, and where there are such label.npy and score.npy. The functions that read the files for NumPy are
taken from FORMATS.md, the documentation. Every disagreement is printed; the exit status says whether there was one.
"""
import contextlib
import io
import os
import re
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime

TOLERANCE = 1e-5
failures = []
worst = 0.0


def expect(is_true: bool, what: str) -> None:
    if not is_true:
        failures.append(what)
        print("FAILED", what)


def near(found, expected, largest, what: str, rounding: float = 0.0) -> None:
    """Within the tolerance, relative to the largest value of each column, once `rounding` is taken off."""
    global worst
    expect(found.shape == expected.shape, f"{what}: shape {found.shape}, expected {expected.shape}")
    if found.shape == expected.shape and found.size:
        # A NaN anywhere makes this one.
        off = np.abs(found - expected)
        deviation = float(np.max(np.where(off <= rounding, 0, off - rounding) / largest))
        worst = max(worst, deviation)
        expect(deviation <= TOLERANCE, f"{what}: off by {deviation:.3g}")


def same_labels(found, expected, probabilities, what: str) -> None:
    best = np.sort(probabilities, axis=1)
    clear = best[:, -1] - best[:, -2] > 1e-4
    expect(bool(np.all(found[clear] == expected[clear])), f"{what}: labels differ")


class Case:
    def __init__(self, folder: Path):
        self.name = folder.name
        self.folder = folder
        self.x = np.load(folder / "x.npy")
        self.expected = np.load(folder / "expected.npy")
        self.label = np.load(folder / "label.npy") if (folder / "label.npy").exists() else None
        self.score = np.load(folder / "score.npy") if (folder / "score.npy").exists() else None
        self.largest = np.maximum(np.abs(self.expected).max(axis=0), 1e-6)
        if self.label is not None:
            self.largest = np.ones_like(self.largest)

    def check_onnx(self) -> None:
        data = (self.folder / "model.onnx").read_bytes()
        model = onnx.load_from_string(data)
        onnx.checker.check_model(model, full_check=True)
        expect(model.SerializeToString(deterministic=True) == data, f"{self.name}: protobuf writes other bytes")
        expect({p.key: p.value for p in model.metadata_props} == {"seed": "1", "from": "a test"}, f"{self.name}: remarks")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        session = onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
        shape = session.get_inputs()[0].shape
        expect([i.name for i in session.get_inputs()] == ["X"] and shape == ["N", self.x.shape[1]], f"{self.name}: input")
        names = [o.name for o in session.get_outputs()]
        for rows in (slice(None), slice(0, 1), slice(5, 7), slice(0, 0)):
            self.check(dict(zip(names, session.run(None, {"X": self.x[rows]}))), rows)

    def check(self, values: dict, rows: slice) -> None:
        what = f"{self.name}, rows {rows.start}:{rows.stop}"
        if self.label is not None:
            expect(list(values) == ["label", "probabilities"], f"{what}: outputs {list(values)}")
            same_labels(values["label"], self.label[rows], self.expected[rows], what)
            is_text = self.label.dtype.kind == "U"
            expect(values["label"].dtype == (object if is_text else np.int64), f"{what}: labels' type")
            near(values["probabilities"], self.expected[rows], self.largest, what)
        elif self.score is not None:
            expect(list(values) == ["score", "reconstruction"], f"{what}: outputs {list(values)}")
            near(values["reconstruction"], self.expected[rows], self.largest, f"{what}: reconstruction")
            near(values["score"], self.score[rows], np.abs(self.score).max(), f"{what}: score")
        else:
            expect(list(values) == ["codes"], f"{what}: outputs {list(values)}")
            near(values["codes"], self.expected[rows], self.largest, what)

    def check_documented(self, block: str) -> None:
        """The documented lines, in the model's folder; what they print are the labels."""
        printed = io.StringIO()
        names: dict = {}
        os.chdir(self.folder)
        if self.label is None:
            # The last lines are about classes.
            block = block[: block.index("model = ")] + "model = " + re.search(r"model = (.*)", block).group(1)
        with contextlib.redirect_stdout(printed), np.errstate(over="ignore"):
            exec(block, names)
            values = names["outputs"](names["model"], self.x)
        # NumPy computes in float64 what Strata does in float32. A rectified unit that hardly fires is the small
        # difference of large terms, so its error is a last place of those: of the largest value that there is.
        last_place = float(np.finfo(np.float32).eps * np.abs(self.expected).max())
        near(values, self.expected, self.largest, f"{self.name}, documented", rounding=last_place)
        model = names["model"]
        expect(str(model["format"]) == "strata-model" and int(model["version"]) == 1, f"{self.name}: format")
        if self.label is not None:
            found = np.array(model["classes"])[values.argmax(axis=1)]
            same_labels(found, self.label, self.expected, f"{self.name}, documented")
            expect(printed.getvalue().strip() == str(found), f"{self.name}: printed {printed.getvalue()}")
        if self.score is not None:
            encoded = (self.x - np.array(model["offset"])) * model["scale"]
            near(((encoded - values) ** 2).mean(axis=1), self.score, np.abs(self.score).max(), f"{self.name}: score")


def main() -> int:
    cases, formats = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).read_text()
    section = formats[formats.index("## A model for NumPy"):]
    blocks = re.findall(r"```python\n(.*?)```", section, re.DOTALL)[:2]
    folders = sorted(folder for folder in cases.iterdir() if folder.is_dir())
    seen: set = set()
    for folder in folders:
        case = Case(folder)
        case.check_onnx()
        if case.label is not None:
            seen.update(map(str, case.label))
        if (folder / "model.npz").exists():
            for block in blocks:
                case.check_documented(block)
    expect(len(seen) > 1, "all models give one class to all rows")
    print(f"{len(folders)} models, worst deviation {worst:.2g}, {len(failures)} failures")
    return 1 if failures or not folders or len(blocks) != 2 else 0


if __name__ == "__main__":
    sys.exit(main())
