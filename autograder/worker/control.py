"""Messages between the grader and its zygote: small, trusted both ways, one to a datagram."""

from __future__ import annotations

import msgspec


class Configure(msgspec.Struct, frozen=True, tag=True):
    """The first message: what the zygote prepares before it forks anything."""

    layers: tuple[str, ...]  # sandbox layers wanted
    preload: tuple[str, ...]  # modules imported besides torch
    data: str | None  # folder with the training data
    many: bool  # many workers will follow: spend half a second to make each fork cheaper
    devices: tuple[str, ...] = ()  # of the host's GPUs, for workers that are to use them
    gpu_read: tuple[str, ...] = ()  # what else of the host those need to read


class Spawn(msgspec.Struct, frozen=True, tag=True):
    """Fork a worker; its stream and the write end of its output travel along as descriptors."""

    number: int
    memory_bytes: int
    processes: int
    file_bytes: int
    scratch_bytes: int
    cpu_seconds: int
    max_reply: int  # bytes
    gpu: bool = False  # let it use the GPUs


class Kill(msgspec.Struct, frozen=True, tag=True):
    """End a worker and everything that it started."""

    number: int


class Split(msgspec.Struct, frozen=True, tag=True):
    """Fork a zygote like this one, which listens on the descriptor that travels along."""


class Configured(msgspec.Struct, frozen=True, tag=True):
    """The zygote is ready."""

    layers: tuple[str, ...]  # in force
    missing: dict[str, str]  # wanted layers that this machine lacks, with the reason


class Exited(msgspec.Struct, frozen=True, tag=True):
    """A worker ended."""

    number: int
    status: int  # exit code, or minus the signal's number


ToZygote = Configure | Spawn | Kill | Split
FromZygote = Configured | Exited

_encoder = msgspec.msgpack.Encoder()
_to_zygote: msgspec.msgpack.Decoder[ToZygote] = msgspec.msgpack.Decoder(ToZygote)
_from_zygote: msgspec.msgpack.Decoder[FromZygote] = msgspec.msgpack.Decoder(FromZygote)

MAX_DATAGRAM = 1 << 16
encode = _encoder.encode
decode_to_zygote = _to_zygote.decode
decode_from_zygote = _from_zygote.decode
