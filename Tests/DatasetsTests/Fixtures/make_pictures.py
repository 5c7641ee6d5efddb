"""Writes the folder Pictures: one scene in every kind of PNG and JPEG file that is read, and some that are refused.

python3 make_pictures.py; needs numpy and pillow. The scene is 24 × 16: a ramp of greys with a dark corner at the
top left, so that every turn of it is another picture. What each file is to be read as stands beside it in
`expected.json`: width, height, whether it has colours, and the greys.
"""

import io
import json
import pathlib
import struct
import zlib

import numpy
from PIL import Image, ImageOps

folder = pathlib.Path(__file__).parent / "Pictures"
folder.mkdir(exist_ok=True)
expected = {}

height, width = 16, 24
y, x = numpy.mgrid[0:height, 0:width]
grey = (40 + 5 * x + 5 * y).astype("u1")
grey[:5, :9] = 10
alpha = numpy.full_like(grey, 255)
alpha[-4:, -4:] = 0
white = numpy.where(alpha == 0, 255, grey)
colour = numpy.stack([grey, 255 - grey, grey // 2], 2)


def luma(rgb):
    """ITU-R BT.601's luma of the bytes, as Pillow has it."""
    rgb = numpy.ascontiguousarray(rgb)
    return numpy.asarray(Image.fromarray(rgb.reshape(-1, 1, 3)).convert("L")).reshape(rgb.shape[:-1])


def on_white(samples, alpha):
    """Samples that cover so much, blended with white as Pillow does."""
    four = numpy.dstack([samples, samples, samples, alpha])
    white = Image.new("RGBA", four.shape[1::-1], "white")
    return numpy.asarray(Image.alpha_composite(white, Image.fromarray(four)))[:, :, 0]


def keep(name, content, greys, is_colour=False):
    (folder / name).write_bytes(content)
    expected[name] = {"width": greys.shape[1], "height": greys.shape[0], "colour": is_colour,
                      "greys": greys.flatten().tolist()}


def saved(image, kind, **settings):
    file = io.BytesIO()
    image.save(file, kind, **settings)
    return file.getvalue()


def chunk(name, content):
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(kind, depth, rows, extra=b"", size=(width, height), interlaced=0):
    header = struct.pack(">IIBBBBB", *size, depth, kind, 0, 0, interlaced)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", zlib.compress(rows, 9))
            + chunk(b"IEND", b""))


def packed(samples, depth):
    """Rows of samples of so many bits, each after the byte of its filter."""
    if depth == 16:
        return b"".join(b"\0" + row.astype(">u2").tobytes() for row in samples)
    bits = (samples[:, :, None] >> numpy.arange(depth - 1, -1, -1)) & 1
    rows = numpy.packbits(bits.reshape(len(samples), -1).astype("u1"), axis=1)
    return b"".join(b"\0" + row.tobytes() for row in rows)


# PNG: greys of every depth.
for depth in (1, 2, 4, 8):
    samples = grey >> (8 - depth)
    keep(f"grey-{depth}.png", png(0, depth, packed(samples, depth)), samples * (255 // (2**depth - 1)))
keep("grey-16.png", png(0, 16, packed(grey.astype("u2") * 257, 16)), grey)
# With alpha, of 8 and of 16 bits.
pair = numpy.stack([grey, alpha], 2).reshape(height, -1)
keep("grey-alpha-8.png", png(4, 8, packed(pair, 8)), white)
keep("grey-alpha-16.png", png(4, 16, packed(pair.astype("u2") * 257, 16)), white)
# Half covered, from none to all.
ramp = (11 * x).astype("u1")
pair = numpy.stack([grey, ramp], 2).reshape(height, -1)
keep("grey-ramp.png", png(4, 8, packed(pair, 8)), on_white(grey, ramp))
# One shade that is transparent.
keep("grey-key.png", png(0, 8, packed(grey, 8), chunk(b"tRNS", struct.pack(">H", 10))),
     numpy.where(grey == 10, 255, grey))
# Colours.
flat = colour.reshape(height, -1)
keep("colour-8.png", png(2, 8, packed(flat, 8)), luma(colour), True)
keep("colour-16.png", png(2, 16, packed(flat.astype("u2") * 257, 16)), luma(colour), True)
four = numpy.concatenate([colour, alpha[:, :, None]], 2).reshape(height, -1)
keep("colour-alpha.png", png(6, 8, packed(four, 8)), numpy.where(alpha == 0, 255, luma(colour)), True)
keep("colour-alpha-16.png", png(6, 16, packed(four.astype("u2") * 257, 16)),
     numpy.where(alpha == 0, 255, luma(colour)), True)
four = numpy.concatenate([colour, ramp[:, :, None]], 2)
blended = numpy.dstack([on_white(colour[:, :, k], ramp) for k in range(3)])
keep("colour-ramp.png", png(6, 8, packed(four.reshape(height, -1), 8)), luma(blended), True)
greys = numpy.stack([grey] * 3, 2)
keep("colour-of-greys.png", png(2, 8, packed(greys.reshape(height, -1), 8)), grey)
# Palettes of every depth; the last entry is transparent.
for depth in (1, 2, 4, 8):
    count = 2**depth
    palette = numpy.array([[i * 255 // count, 255 - i * 255 // count, 30] for i in range(count)], "u1")
    samples = grey >> (8 - depth)
    samples[0, 0] = count - 1
    shades = luma(palette)[samples]
    shades = numpy.where(samples == count - 1, 255, shades)
    opacity = bytes([255] * (count - 1) + [0])
    keep(f"palette-{depth}.png",
         png(3, depth, packed(samples, depth), chunk(b"PLTE", palette.tobytes()) + chunk(b"tRNS", opacity)),
         shades, True)
palette = numpy.repeat(numpy.arange(256, dtype="u1"), 3)
keep("palette-of-greys.png", png(3, 8, packed(grey, 8), chunk(b"PLTE", palette.tobytes())), grey)
# Adam7: seven passes, each with its first row and column and its steps.
passes = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)]
rows = b"".join(packed(grey[top::down, left::right], 8) for top, left, down, right in passes)
keep("interlaced.png", png(0, 8, rows, interlaced=1), grey)

# JPEG. What Pillow makes of it, by the luma of its pixels.
smooth = numpy.stack([40 + 5 * x, 200 - 4 * y - 2 * x, 90 + 3 * y], 2).astype("u1")
for name, image, settings in [
    ("grey.jpg", Image.fromarray(grey), {}),
    ("grey-progressive.jpg", Image.fromarray(grey), {"progressive": True}),
    ("colour-444.jpg", Image.fromarray(smooth), {"subsampling": 0}),
    ("colour-420.jpg", Image.fromarray(smooth), {"subsampling": 2}),
    ("colour-progressive.jpg", Image.fromarray(smooth), {"progressive": True, "subsampling": 1}),
    ("colour-of-greys.jpg", Image.fromarray(greys), {}),
    ("restarts.jpg", Image.fromarray(smooth), {"restart_marker_blocks": 2, "subsampling": 0}),
    ("inks.jpg", Image.fromarray(smooth).convert("CMYK"), {}),
]:
    content = saved(image, "JPEG", quality=92, **settings)
    keep(name, content, luma(numpy.asarray(Image.open(io.BytesIO(content)).convert("RGB"))),
         name[:6] in ("colour", "restar", "inks.j") and "greys" not in name)

# Eight orientations, each stored so that it is the scene again when it is turned as it says.
undone = {1: None, 2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
for orientation, turn in undone.items():
    image = Image.fromarray(grey)
    stored = image if turn is None else image.transpose(Image.Transpose(turn))
    exif = Image.Exif()
    exif[0x0112] = orientation
    content = saved(stored, "PNG", exif=exif)
    upright = numpy.asarray(ImageOps.exif_transpose(Image.open(io.BytesIO(content))))
    assert (upright == grey).all(), orientation
    keep(f"orientation-{orientation}.png", content, grey)
    content = saved(stored, "JPEG", exif=exif, quality=100)
    upright = numpy.asarray(ImageOps.exif_transpose(Image.open(io.BytesIO(content))))
    assert abs(upright.astype(int) - grey).max() < 4, orientation
    keep(f"orientation-{orientation}.jpg", content, upright)
# The other order of bytes.
big = b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, 6, 0, 0)
turned = numpy.rot90(grey)
keep("orientation-6-big.png",
     png(0, 8, packed(turned, 8), chunk(b"eXIf", big), size=(height, width)), grey)

# Odd but whole: two bytes too many before the end, as some cameras write; and bytes after the end.
whole = (folder / "colour-444.jpg").read_bytes()
values = numpy.array(expected["colour-444.jpg"]["greys"]).reshape(height, width)
keep("extraneous.jpg", whole[:-2] + b"\x12\x34" + whole[-2:], values, True)
keep("more-after-the-end.jpg", whole + bytes(100), values, True)
keep("other-jfif.jpg", whole.replace(b"JFIF\0\1\1", b"JFIF\0\2\1"), values, True)

(folder / "expected.json").write_text(json.dumps(expected, separators=(",", ":")))

# What is refused.
frame = whole.index(b"\xff\xc0")
size = lambda h, w: whole[:frame + 5] + struct.pack(">HH", h, w) + whole[frame + 9:]
refused = folder / "refused"
refused.mkdir(exist_ok=True)
scan = whole.index(b"\xff\xda")
middle = (scan + len(whole)) // 2
for name, content in {
    "empty.png": b"",
    "gif.png": b"GIF89a" + bytes(20),
    "text.jpg": b"no picture",
    "bomb.jpg": size(20_000, 20_000),
    "zero.jpg": size(0, 0),
    "sixteen-million.jpg": size(4096, 4096),
    "twelve-bits.jpg": whole[:frame + 4] + b"\x0c" + whole[frame + 5:],
    "arithmetic.jpg": whole[:frame + 1] + b"\xc9" + whole[frame + 2:],
    "lossless.jpg": whole[:frame + 1] + b"\xc3" + whole[frame + 2:],
    "cut-in-the-pixels.jpg": whole[:middle],
    "cut-before-the-end.jpg": whole[:-2],
    "cut-in-the-header.jpg": whole[:frame + 6],
    "pixels-missing.jpg": whole[:middle] + b"\xff\xd9",
    "a-marker-in-the-pixels.jpg": whole[:middle] + b"\xff\xc4" + whole[middle:],
    "bomb.png": png(0, 8, b"", size=(20_000, 20_000)),
    "zero.png": png(0, 8, b"", size=(0, 0)),
    "cut.png": (folder / "colour-8.png").read_bytes()[:-40],
    "damaged.png": (folder / "colour-8.png").read_bytes()[:60] + bytes(8) + (folder / "colour-8.png").read_bytes()[68:],
}.items():
    (refused / name).write_bytes(content)
