"""Small grey pictures as PNG files, for pages that contain all that they show."""

from __future__ import annotations

import base64
import struct
import zlib


def grey(pixels: bytes, side: int) -> bytes:
    """Return a square picture as a PNG file; `pixels` are side * side, row by row, 0 is black.

    The format is https://www.w3.org/TR/png-3: 8 bits a pixel, greyscale, each row with filter 0 before it.
    """
    if side < 1 or len(pixels) != side * side:
        raise ValueError(f"{len(pixels)} pixels are no square of side {side}")
    rows = b"".join(b"\0" + pixels[start : start + side] for start in range(0, len(pixels), side))
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def data_url(png: bytes) -> str:
    """Return a picture as the address of itself."""
    return f"data:image/png;base64,{base64.b64encode(png).decode('ascii')}"


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
