"""Bodies that a client has compressed, as SDKs do with large PutMetricData calls."""

import zlib

_GZIP = 16 + zlib.MAX_WBITS


def unpacked(body: bytes, most: int) -> bytes:
    """What a gzip body holds, as far as `most` bytes; one that is no gzip stays as it is, and cannot be read."""
    try:
        return zlib.decompressobj(_GZIP).decompress(body, most)
    except zlib.error:
        return body
