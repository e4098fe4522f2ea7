"""Archives that lie, climb, explode or hide something: each is refused with a sentence, and nothing of it is kept."""

import bz2
import gzip
import io
import random
import unittest

from support.crate import END, archive, compress, deflate_bomb, entry, frame, long_name, manifest, metadata, pax, sample
from support.server import ServerCase

META = metadata()
TOP = "sample-1.0.0"
MANIFEST = entry(f"{TOP}/Cargo.toml", manifest(META))
GOOD = archive(META)


def with_entries(*entries):
    return compress(MANIFEST + b"".join(entries) + END)


def link(kind, path=f"{TOP}/link", target=b"/etc/passwd"):
    return entry(path, kind=kind, link=target)


def broken_checksum():
    bad = bytearray(MANIFEST)
    bad[0] ^= 1
    return compress(bytes(bad) + END)


def size_field(one, field):
    """The entry with these bytes for its size, and a checksum that is right."""
    head = bytearray(one[:512])
    head[124:136] = field
    head[148:156] = b" " * 8
    head[148:156] = b"%06o\0 " % sum(head)
    return bytes(head) + one[512:]


def flag_byte():
    bad = bytearray(GOOD)
    bad[3] |= 0xE0  # reserved gzip flags (RFC 1952: must be zero)
    return bytes(bad)


def wrong_trailer(at):
    bad = bytearray(GOOD)
    bad[at] ^= 0xFF
    return bytes(bad)


def many_entries(count):
    """More entries than any repository wants, small when packed."""
    return compress(MANIFEST + b"".join(entry(f"{TOP}/{n}") for n in range(count)) + END)


# name → words of the answer in lower case, archive. Where cargo, tar or a file system would each see something else in
# it, a registry must not take it.
HOSTILE = {
    "symbolic link": ("symbolic link", lambda: with_entries(link(b"2"))),
    "hard link": ("hard link", lambda: with_entries(link(b"1"))),
    "character device": ("character device", lambda: with_entries(link(b"3", target=b""))),
    "block device": ("block device", lambda: with_entries(link(b"4", target=b""))),
    "fifo": ("fifo", lambda: with_entries(link(b"6", target=b""))),
    "contiguous file": ("contiguous file", lambda: with_entries(entry(f"{TOP}/x", "x", kind=b"7"))),
    "sparse file": ("sparse file", lambda: with_entries(entry(f"{TOP}/x", "x", kind=b"S"))),
    "unknown kind of entry": ("type that is not known", lambda: with_entries(entry(f"{TOP}/x", "x", kind=b"Z"))),
    "global pax header": (
        "global pax header",
        lambda: with_entries(pax({"path": f"{TOP}/x"}, kind=b"g"), entry(f"{TOP}/y", "y")),
    ),
    "goes up": ("'..'", lambda: with_entries(entry(f"{TOP}/../../etc/cron.d/x", "x"))),
    "goes up inside": ("'..'", lambda: with_entries(entry(f"{TOP}/a/../b", "x"))),
    "goes up at the end": ("'..'", lambda: with_entries(entry(f"{TOP}/a/..", "x"))),
    "absolute": ("is absolute", lambda: with_entries(entry("/etc/cron.d/x", "x"))),
    "absolute with the right top": ("is absolute", lambda: with_entries(entry(f"/{TOP}/x", "x"))),
    "dot component": ("empty or '.'", lambda: with_entries(entry(f"{TOP}/./x", "x"))),
    "dot in front": ("not below the folder", lambda: compress(entry(f"./{TOP}/Cargo.toml", manifest(META)) + END)),
    "empty component": ("empty or '.'", lambda: with_entries(entry(f"{TOP}//x", "x"))),
    "backslash": ("backslash", lambda: with_entries(entry(f"{TOP}/a\\b", "x"))),
    "drive letter": ("windows does not allow", lambda: with_entries(entry(f"{TOP}/C:x", "x"))),
    "not UTF-8": ("not utf-8", lambda: with_entries(entry(f"{TOP}/".encode() + b"\xff\xfe", "x"))),
    "control character": ("control character", lambda: with_entries(entry(f"{TOP}/a\nb", "x"))),
    "NUL by pax": ("a nul", lambda: with_entries(pax({"path": f"{TOP}/a\0b"}), entry(f"{TOP}/x", "x"))),
    "Windows device": ("windows device", lambda: with_entries(entry(f"{TOP}/src/con.rs", "x"))),
    "Windows device in a folder": ("windows device", lambda: with_entries(entry(f"{TOP}/AUX/x", "x"))),
    "trailing dot": ("ends with a dot", lambda: with_entries(entry(f"{TOP}/x.", "x"))),
    "trailing space": ("ends with a dot or a space", lambda: with_entries(entry(f"{TOP}/x ", "x"))),
    "wrong top folder": ("not below the folder", lambda: archive(META, top="sample-1.0.1")),
    "a file beside the top folder": ("not below the folder", lambda: with_entries(entry("other/x", "x"))),
    "top folder is a prefix only": ("not below the folder", lambda: with_entries(entry(f"{TOP}0/x", "x"))),
    "the same path twice": ("there twice", lambda: with_entries(entry(f"{TOP}/x", "one"), entry(f"{TOP}/x", "two"))),
    "two manifests": ("more than one cargo.toml", lambda: with_entries(entry(f"{TOP}/Cargo.toml", manifest(META)))),
    "two manifests, another case": (
        "more than one cargo.toml",
        lambda: with_entries(entry(f"{TOP}/cargo.toml", manifest(META))),
    ),
    "manifest in another case": (
        "must be spelled 'cargo.toml'",
        lambda: compress(entry(f"{TOP}/CARGO.TOML", manifest(META)) + END),
    ),
    "no manifest": ("no cargo.toml", lambda: compress(entry(f"{TOP}/src/lib.rs", "") + END)),
    "manifest deeper only": ("no cargo.toml", lambda: compress(entry(f"{TOP}/a/Cargo.toml", manifest(META)) + END)),
    "manifest is a folder": ("no cargo.toml", lambda: compress(entry(f"{TOP}/Cargo.toml/", kind=b"5") + END)),
    "case collision": (
        "upper and lower case",
        lambda: with_entries(entry(f"{TOP}/src/Lib.rs", "x"), entry(f"{TOP}/src/lib.rs", "y")),
    ),
    "case collision of folders": (
        "upper and lower case",
        lambda: with_entries(entry(f"{TOP}/SRC/a", "x"), entry(f"{TOP}/src/a", "y")),
    ),
    "a file that is a folder too": (
        "both a file and a folder",
        lambda: with_entries(entry(f"{TOP}/a", "x"), entry(f"{TOP}/a/b", "y")),
    ),
    "pax says another size": ("another size", lambda: with_entries(pax({"size": "1000"}), entry(f"{TOP}/x", "x" * 10))),
    "pax path goes up": ("'..'", lambda: with_entries(pax({"path": f"{TOP}/../../x"}), entry(f"{TOP}/x", "x"))),
    "pax path outside": (
        "not below the folder",
        lambda: with_entries(pax({"path": "elsewhere/x"}), entry(f"{TOP}/x", "x")),
    ),
    "pax makes a link": ("'linkpath'", lambda: with_entries(pax({"linkpath": "/etc/passwd"}), link(b"2"))),
    "pax length lies": (
        "pax header is torn",
        lambda: with_entries(entry("PaxHeaders/x", b"99 path=sample-1.0.0/y\n", kind=b"x"), entry(f"{TOP}/x", "x")),
    ),
    "pax path twice the manifest": (
        "more than one cargo.toml",
        lambda: with_entries(pax({"path": f"{TOP}/Cargo.toml"}), entry(f"{TOP}/x", manifest(META))),
    ),
    "GNU sparse by pax": (
        "'gnu.sparse.major'",
        lambda: with_entries(pax({"GNU.sparse.major": "1", "GNU.sparse.name": f"{TOP}/y"}), entry(f"{TOP}/x", "x")),
    ),
    "long name goes up": ("'..'", lambda: with_entries(long_name(f"{TOP}/" + "../" * 40 + "x", b"x"))),
    "long name without an entry": (
        "ends after a long name",
        lambda: compress(MANIFEST + entry("././@LongLink", b"sample-1.0.0/x\0", kind=b"L") + END),
    ),
    "long link": (
        "link with a long name",
        lambda: with_entries(entry("././@LongLink", b"/etc/passwd\0", kind=b"K"), link(b"2")),
    ),
    "two gzip members": ("one gzip member", lambda: gzip.compress(MANIFEST, mtime=0) + gzip.compress(END, mtime=0)),
    "an empty second member": ("one gzip member", lambda: GOOD + gzip.compress(b"", mtime=0)),
    "bytes after the gzip member": ("one gzip member", lambda: GOOD + b"trailing"),
    "zeros after the gzip member": ("one gzip member", lambda: GOOD + bytes(512)),
    "bytes after the end of the tar": ("something follows its end", lambda: compress(MANIFEST + END + b"x" * 512)),
    "an entry after the end of the tar": (
        "something follows its end",
        lambda: compress(MANIFEST + END + entry(f"{TOP}/x", "x") + END),
    ),
    "no end of the tar": ("two blocks of zeros", lambda: compress(MANIFEST)),
    "torn in an entry": ("middle of an entry", lambda: compress(MANIFEST[:700])),
    "torn in the gzip": ("not a valid gzip", lambda: GOOD[:-20]),
    "wrong gzip checksum": ("not a valid gzip", lambda: wrong_trailer(-5)),
    "wrong gzip length": ("not a valid gzip", lambda: wrong_trailer(-1)),
    "reserved gzip flags": ("not a valid gzip", flag_byte),
    "wrong tar checksum": ("checksum is wrong", broken_checksum),
    "size beyond the end": ("middle of an entry", lambda: with_entries(entry(f"{TOP}/x", "x", size=1 << 20))),
    "negative size": (
        "size of 'sample-1.0.0/x' is not a number",
        lambda: with_entries(size_field(entry(f"{TOP}/x", "x"), b"\xff" * 12)),
    ),
    "folder with content": ("has content", lambda: with_entries(entry(f"{TOP}/a/", "content", kind=b"5"))),
    "bomb of one file": (
        "unpacks to more than",
        lambda: deflate_bomb(600 << 20, MANIFEST + entry(f"{TOP}/zeros", size=600 << 20)),
    ),
    "bomb of many entries": ("50000 entries", lambda: many_entries(60_000)),
    "gzip in gzip": ("middle of a block", lambda: gzip.compress(GOOD, mtime=0)),
    "bzip2": ("not a valid gzip", lambda: bz2.compress(MANIFEST + END)),
    "plain tar": ("not a valid gzip", lambda: MANIFEST + END),
    "zip": ("not a valid gzip", lambda: b"PK\x03\x04" + bytes(100)),
    "noise": ("not a valid gzip", lambda: random.Random(3).randbytes(5000)),
    "noise after a good head": ("not a valid gzip", lambda: GOOD[:30] + random.Random(4).randbytes(500)),
}

HARMLESS = {
    "as python writes it": None,
    "folder entries": lambda: with_entries(entry(f"{TOP}/src/", kind=b"5"), entry(f"{TOP}/src/lib.rs", "")),
    "a GNU long name": lambda: with_entries(long_name(f"{TOP}/" + "deep/" * 30 + "file", b"x")),
    "a pax path": lambda: with_entries(pax({"path": f"{TOP}/" + "deep/" * 30 + "file"}), entry(f"{TOP}/x", "x")),
    "a pax time": lambda: with_entries(pax({"mtime": "1153704088.5"}), entry(f"{TOP}/x", "x")),
    "ustar": lambda: compress(MANIFEST + entry(f"{TOP}/x", "x", magic=b"ustar\x0000") + END),
    "old manifest spelling": lambda: compress(entry(f"{TOP}/cargo.toml", manifest(META)) + END),
    "padding to a record of 10240": lambda: compress(MANIFEST + bytes(10240 - len(MANIFEST))),
    "names beyond ASCII": lambda: with_entries(entry(f"{TOP}/tests/żółć.txt", "x")),
    "an empty file": lambda: with_entries(entry(f"{TOP}/empty")),
    "a file name in the gzip header": lambda: gzip_with_name(MANIFEST + END),
}


def gzip_with_name(data):
    buffer = io.BytesIO()
    with gzip.GzipFile("sample-1.0.0.crate", "wb", fileobj=buffer, mtime=0) as packed:
        packed.write(data)
    return buffer.getvalue()


class HostileArchives(ServerCase):
    def test_each_is_refused_and_nothing_is_kept(self):
        house = self.repository()
        for name, (says, make) in HOSTILE.items():
            with self.subTest(archive=name):
                answer = house.publish(frame(META, make()))
                self.assertEqual(answer.status, 400, answer.message())
                self.assertIn(says, answer.message().lower())
        self.assertEqual(house.lines("sample"), [])
        self.assertEqual(house.download("sample", "1.0.0").status, 404)
        self.assertEqual(self.server.verify_problems(), [])
        self.assertEqual(house.publish(frame(META, GOOD)).status, 200)

    def test_unusual_but_honest_ones_are_taken(self):
        for number, (name, make) in enumerate(HARMLESS.items()):
            with self.subTest(archive=name):
                house = self.server.create_repository(f"honest-{number}")
                crate = make() if make else GOOD
                answer = house.publish(frame(META, crate))
                self.assertEqual(answer.status, 200, answer.message())
                self.assertEqual(house.download("sample", "1.0.0").body, crate)

    def test_a_bomb_does_not_cost_memory(self):
        house = self.repository()

        def resident():
            with open(f"/proc/{self.server.process.pid}/status", encoding="ascii") as status:
                return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))

        self.assertEqual(house.publish(sample("warm")[0]).status, 200)
        before = resident()
        self.assertEqual(house.publish(frame(META, HOSTILE["bomb of one file"][1]())).status, 400)
        self.assertLess(resident() - before, 32 * 1024)


if __name__ == "__main__":
    unittest.main()
