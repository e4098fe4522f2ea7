"""Crates as a test wants them: well-made ones in one line, and archives that lie, by hand.

A `.crate` is gzip around GNU tar, everything below `name-version/` (Cargo book, `cargo package`).
"""

import gzip
import io
import json
import struct
import zlib

MTIME = 1153704088  # what cargo itself writes, so that archives are the same each time


def dependency(name, requirement="^1", **fields):
    """A dependency as `cargo publish` sends it (Cargo book, Registry Web API)."""
    return {
        "name": name,
        "version_req": requirement,
        "features": [],
        "optional": False,
        "default_features": True,
        "target": None,
        "kind": "normal",
    } | fields


def metadata(name="sample", version="1.0.0", **fields):
    """The JSON part of a publish request, as cargo sends it."""
    return {
        "name": name,
        "vers": version,
        "deps": [],
        "features": {},
        "authors": [],
        "description": "A sample.",
        "documentation": None,
        "homepage": None,
        "readme": None,
        "readme_file": None,
        "keywords": [],
        "categories": [],
        "license": "MIT",
        "license_file": None,
        "repository": None,
        "badges": {},
        "links": None,
        "rust_version": None,
    } | fields


def _toml(value):
    return json.dumps(value)  # strings, numbers, booleans and lists of them are the same in TOML


def manifest(meta):
    """A normalised Cargo.toml that says what the metadata says."""
    package = {"name": meta["name"], "version": meta["vers"], "edition": "2021"}
    for key, toml_key in (
        ("description", "description"),
        ("license", "license"),
        ("license_file", "license-file"),
        ("homepage", "homepage"),
        ("documentation", "documentation"),
        ("repository", "repository"),
        ("links", "links"),
        ("rust_version", "rust-version"),
    ):
        if meta.get(key) is not None:
            package[toml_key] = meta[key]
    for key in ("keywords", "categories", "authors"):
        if meta.get(key):
            package[key] = meta[key]
    lines = ["[package]"] + [f"{key} = {_toml(value)}" for key, value in package.items()]
    for one in meta["deps"]:
        table = {"normal": "dependencies", "build": "build-dependencies", "dev": "dev-dependencies"}[
            one["kind"] or "normal"
        ]
        path = f"target.{_toml(one['target'])}.{table}" if one.get("target") else table
        lines += [
            "",
            f"[{path}.{_toml(one.get('explicit_name_in_toml') or one['name'])}]",
            f"version = {_toml(one['version_req'])}",
        ]
        if one.get("explicit_name_in_toml"):
            lines.append(f"package = {_toml(one['name'])}")
        if one.get("optional"):
            lines.append("optional = true")
        if one.get("features"):
            lines.append(f"features = {_toml(one['features'])}")
        if not one.get("default_features", True):
            lines.append("default-features = false")
        if one.get("registry"):
            lines.append(f"registry-index = {_toml(one['registry'])}")
    if meta.get("features"):
        lines += ["", "[features]"] + [f"{_toml(key)} = {_toml(value)}" for key, value in meta["features"].items()]
    return "\n".join(lines) + "\n"


def _octal(value, width):
    return (b"%0*o" % (width - 1, value)) + b"\0"


def entry(path, content=b"", kind=b"0", mode=0o644, link=b"", size=None, magic=b"ustar  \0"):
    """One tar entry, exactly as told: kind, size and link may lie (POSIX ustar header; GNU magic, as cargo writes)."""
    name = path if isinstance(path, bytes) else path.encode()
    content = content if isinstance(content, bytes) else content.encode()
    head = bytearray(512)
    assert len(name) <= 100, "use long_name"
    head[0 : len(name)] = name
    for at, width, value in (
        (100, 8, mode),
        (108, 8, 0),
        (116, 8, 0),
        (124, 12, len(content) if size is None else size),
        (136, 12, MTIME),
    ):
        head[at : at + width] = _octal(value, width)
    head[148:156] = b" " * 8
    head[156:157] = kind
    head[157 : 157 + len(link)] = link
    head[257:265] = magic
    head[148:156] = b"%06o\0 " % sum(head)
    return bytes(head) + content + bytes(-len(content) % 512)


def pax(records, kind=b"x"):
    """A pax extended header (POSIX.1-2001) with records that may lie about the entry that follows."""
    body = b""
    for key, value in records.items():
        tail = f" {key}={value}\n".encode()
        length = len(tail) + 1
        while len(str(length)) + len(tail) != length:
            length = len(str(length)) + len(tail)
        body += str(length).encode() + tail
    return entry("PaxHeaders/x", body, kind=kind)


def long_name(path, content=b""):
    """A GNU long name, as cargo writes for paths over 100 bytes."""
    full = path.encode() + b"\0"
    return entry("././@LongLink", full, kind=b"L") + entry(path.encode()[:100], content)


END = bytes(1024)


def compress(tar):
    return gzip.compress(tar, compresslevel=6, mtime=0)


def archive(meta, files=None, extra=b"", cargo_toml=None, end=END, top=None):
    """A `.crate` for this metadata; `extra` are raw tar entries after the usual ones."""
    top = top or f"{meta['name']}-{meta['vers']}"
    tar = entry(f"{top}/Cargo.toml", manifest(meta) if cargo_toml is None else cargo_toml)
    for path, content in ({"src/lib.rs": "pub fn answer() -> u32 { 42 }\n"} if files is None else files).items():
        whole = f"{top}/{path}"
        tar += (
            entry(whole, content)
            if len(whole.encode()) <= 100
            else long_name(whole, content if isinstance(content, bytes) else content.encode())
        )
    return compress(tar + extra + end)


def frame(meta, crate, json_length=None, crate_length=None, trailing=b""):
    """The body of PUT /api/v1/crates/new: u32le length, JSON, u32le length, archive. The lengths may lie."""
    text = meta if isinstance(meta, bytes) else json.dumps(meta).encode()
    return (
        struct.pack("<I", len(text) if json_length is None else json_length)
        + text
        + struct.pack("<I", len(crate) if crate_length is None else crate_length)
        + crate
        + trailing
    )


def sample(name="sample", version="1.0.0", files=None, **fields):
    """(frame, archive) of a good small crate."""
    meta = metadata(name, version, **fields)
    crate = archive(meta, files)
    return frame(meta, crate), crate


def deflate_bomb(unpacked_bytes, make_entry):
    """A gzip stream of one entry with `unpacked_bytes` zeros, made without holding them."""
    out = io.BytesIO()
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    out.write(packer.compress(make_entry))
    block = bytes(1 << 20)
    for _ in range(unpacked_bytes >> 20):
        out.write(packer.compress(block))
    out.write(packer.compress(END))
    out.write(packer.flush())
    return out.getvalue()
