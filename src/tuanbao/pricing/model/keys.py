"""What a person's random numbers hang on."""

from hashlib import blake2b


def member_key(member_id: str) -> int:
    """A stable number of 64 bits from the member_id alone (BLAKE2b with 8 bytes, big-endian)."""
    return int.from_bytes(blake2b(member_id.encode("utf-8"), digest_size=8).digest(), "big")
