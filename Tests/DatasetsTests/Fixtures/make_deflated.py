"""Writes deflated.idx3-ubyte.gzip: 50 images of 6 x 4 pixels, each pixel its index modulo 251."""
import gzip
import pathlib
import struct

content = struct.pack(">4B3I", 0, 0, 8, 3, 50, 6, 4) + bytes(i % 251 for i in range(50 * 6 * 4))
path = pathlib.Path(__file__).with_name("deflated.idx3-ubyte.gzip")
path.write_bytes(gzip.compress(content, 9, mtime=0))
