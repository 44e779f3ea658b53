"""Reads PNG files as far as screenshots need it: no filters beyond the standard's, no interlacing."""

import struct
import zlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Picture:
    """A picture: its size, and each pixel's colour."""

    width: int
    height: int
    rows: list[list[tuple[int, ...]]]

    def colour(self, x: int, y: int) -> tuple[int, ...]:
        """Red, green and blue at a place."""
        return self.rows[y][x][:3]


def read_png(data: bytes) -> Picture:
    """The picture in a PNG file; every chunk's check sum must be right."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n", data[:20]
    chunks: dict[bytes, bytes] = {}
    position = 8
    while position < len(data):
        (length,) = struct.unpack_from(">I", data, position)
        name, content = data[position + 4 : position + 8], data[position + 8 : position + 8 + length]
        assert struct.unpack_from(">I", data, position + 8 + length)[0] == zlib.crc32(name + content), name
        chunks[name] = chunks.get(name, b"") + content
        position += 12 + length
    width, height, depth, kind, *rest = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    assert rest == [0, 0, 0], "compressed and filtered as usual, not interlaced"
    channels = {2: 3, 3: 1, 6: 4}[kind]
    length, step = (width * channels * depth + 7) // 8, max(1, channels * depth // 8)
    raw, previous, rows = zlib.decompress(chunks[b"IDAT"]), bytes(length), []
    assert len(raw) == (length + 1) * height
    for start in range(0, len(raw), length + 1):
        previous = _unfiltered(raw[start], raw[start + 1 : start + 1 + length], previous, step)
        rows.append(_pixels(previous, width, depth, channels, chunks.get(b"PLTE", b"")))
    return Picture(width, height, rows)


def _unfiltered(kind: int, row: bytes, above: bytes, step: int) -> bytes:
    if kind == 0:
        return row
    out = bytearray(row)
    for index in range(len(out)):
        left = out[index - step] if index >= step else 0
        up, corner = above[index], above[index - step] if index >= step else 0
        if kind == 4:
            nearest = min((left, up, corner), key=lambda value: abs(left + up - corner - value))
        else:
            nearest = {1: left, 2: up, 3: (left + up) // 2}[kind]
        out[index] = (out[index] + nearest) & 0xFF
    return bytes(out)


def _pixels(row: bytes, width: int, depth: int, channels: int, palette: bytes) -> list[tuple[int, ...]]:
    if channels > 1:
        return [tuple(row[index * channels : (index + 1) * channels]) for index in range(width)]
    mask, each = (1 << depth) - 1, 8 // depth
    numbers = [row[x // each] >> (8 - depth * (x % each + 1)) & mask for x in range(width)]
    return [tuple(palette[3 * number : 3 * number + 3]) for number in numbers]
