"""Writes damaged.txt beside this script: files that are damaged in one place, most often in a way that is
nearly right, each with what the reference implementation makes of it. A line is

    BASE64 refused
    BASE64 read CONTENT

with CONTENT as compare.py lists it.
"""

import base64
import pathlib
import random
import subprocess
import sys
import tempfile

import numpy
from safetensors.numpy import save

FOLDER = pathlib.Path(__file__).parent
COUNT = 240
TYPES = ["bool", "uint8", "int8", "int16", "uint16", "float16", "int32", "float32", "complex64", "float64"]
HARD = ["a", "Z", ".", "0", '"', "\\", "/", "\n", "\x01", "\x7f", "\u00e9", "\u5b57", "\U0001f600", " "]
LIKELY = b'0123456789{}[]",:\\ue-. \n\x01'
draw = random.Random(1)


def text():
    return "".join(draw.choice(HARD) for _ in range(draw.randint(0, 4)))


def tensor():
    shape = [draw.randint(0, 3) for _ in range(draw.randint(0, 2))]
    return numpy.zeros(shape, draw.choice(TYPES))


def damaged():
    whole = save({text(): tensor() for _ in range(draw.randint(0, 3))}, {text(): text()} if draw.random() < 0.3 else None)
    length = int.from_bytes(whole[:8], "little")
    header, data = bytearray(whole[8:8 + length]), whole[8 + length:]
    place = draw.randrange(len(header))
    match draw.randrange(8):
        case 0: header[place] = draw.choice(LIKELY)
        case 1: del header[place]
        case 2: header.insert(place, draw.choice(header))
        case 3: header[place] = draw.randrange(256)
        case 4: header[place:place] = header[:place + 1][-draw.randint(1, 40):]
        case 5: data += b"\0"
        case 6: header.insert(place, ord(" "))
        case _: header += b"\n\t "
    return len(header).to_bytes(8, "little") + bytes(header) + data


files = [damaged() for _ in range(COUNT)]
with tempfile.TemporaryDirectory() as folder:
    for index, content in enumerate(files):
        pathlib.Path(folder, f"{index:06}.safetensors").write_bytes(content)
    verdicts = subprocess.run(
        [sys.executable, FOLDER / "compare.py", folder], check=True, capture_output=True, text=True
    ).stdout.splitlines()
assert len(verdicts) == COUNT
with open(FOLDER / "damaged.txt", "w", encoding="ascii") as output:
    for content, verdict in zip(files, verdicts):
        words = verdict.split()[1:3]
        print(base64.b64encode(content).decode(), *words, file=output)
