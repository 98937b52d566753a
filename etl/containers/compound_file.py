"""The container of .xls files and of encrypted workbooks ([MS-CFB]), as far as reading needs it."""

from __future__ import annotations

import struct

_END = 0xFFFFFFFA  # and above: not a sector


class CompoundFileError(Exception):
    """The container is damaged."""


class CompoundFile:
    """The streams of a compound file, each with the place in the file of every sector of it."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        try:
            self._open()
        except (struct.error, IndexError) as fault:
            raise CompoundFileError("the container is cut short") from fault

    def _open(self) -> None:
        raw = self.raw
        self.sector_size = 1 << struct.unpack_from("<H", raw, 30)[0]
        self.mini_size = 1 << struct.unpack_from("<H", raw, 32)[0]
        if self.sector_size not in (512, 4096) or self.mini_size != 64:
            raise CompoundFileError("its sector size is not one that exists")
        directory, cutoff = struct.unpack_from("<I", raw, 48)[0], struct.unpack_from("<I", raw, 56)[0]
        mini_table, extra_table = struct.unpack_from("<I", raw, 60)[0], struct.unpack_from("<I", raw, 68)[0]
        self.cutoff = cutoff
        tables = [sector for sector in struct.unpack_from("<109I", raw, 76) if sector < _END]
        per_sector = self.sector_size // 4
        visited = 0
        while extra_table < _END and visited < len(raw) // self.sector_size + 1:
            entries = struct.unpack_from(f"<{per_sector}I", raw, self._place(extra_table))
            tables += [sector for sector in entries[:-1] if sector < _END]
            extra_table = entries[-1]
            visited += 1
        self.table: list[int] = []
        for sector in tables:
            place = self._place(sector)
            available = max(0, min(per_sector, (len(raw) - place) // 4))
            self.table += struct.unpack_from(f"<{available}I", raw, place)
        self.entries: dict[str, tuple[int, int]] = {}
        listing = b"".join(raw[p : p + self.sector_size] for p in self._chain_places(directory))
        root = (0, 0)
        for start in range(0, len(listing) - 127, 128):
            length, kind = struct.unpack_from("<HB", listing, start + 64)
            if kind not in (1, 2, 5) or not 2 <= length <= 64:
                continue
            name = listing[start : start + length - 2].decode("utf-16-le", "replace")
            first, size = struct.unpack_from("<II", listing, start + 116)
            if kind == 5:
                root = (first, size)
            else:
                self.entries.setdefault(name, (first, size))
        if not self.entries:
            raise CompoundFileError("it lists no streams")
        self._mini_places = self._chain_places(root[0])
        mini = b"".join(raw[p : p + self.sector_size] for p in self._chain_places(mini_table))
        self.mini_table = list(struct.unpack(f"<{len(mini) // 4}I", mini[: len(mini) // 4 * 4]))

    def _place(self, sector: int) -> int:
        return (sector + 1) * self.sector_size

    def _chain(self, first: int, table: list[int]) -> list[int]:
        chain: list[int] = []
        sector = first
        while sector < len(table):
            chain.append(sector)
            if len(chain) > len(table):
                raise CompoundFileError("its sectors go round in a circle")
            sector = table[sector]
        return chain

    def _chain_places(self, first: int) -> list[int]:
        return [self._place(sector) for sector in self._chain(first, self.table)]

    def names(self) -> list[str]:
        return list(self.entries)

    def stream_places(self, name: str) -> tuple[int, list[int], int]:
        """(piece size, place in the file of every piece, length) of one stream."""
        first, size = next(entry for found, entry in self.entries.items() if found.lower() == name.lower())
        if size >= self.cutoff:
            return self.sector_size, self._chain_places(first), size
        per_sector = self.sector_size // self.mini_size
        places = []
        for sector in self._chain(first, self.mini_table):
            which, part = divmod(sector, per_sector)
            if which < len(self._mini_places):
                places.append(self._mini_places[which] + part * self.mini_size)
        return self.mini_size, places, size

    def stream(self, name: str) -> bytes:
        piece, places, size = self.stream_places(name)
        return b"".join(self.raw[place : place + piece] for place in places)[:size]
