#!/usr/bin/env python3
"""Real crates from the sources that Debian's librust-*-dev packages install: archives, publish requests, an index.

corpus.py OUT [DL]     a static registry: OUT/crates/NAME/NAME-VERSION.crate, OUT/index/…, and its config.json with dl = DL

A large closure (about 316 crates, 30 MB): librust-{reqwest,tokio,clap,serde,hyper,regex,rayon,criterion}-dev.
A small one: librust-serde-derive-dev. Archives are deterministic: the same sources give the same checksums.
"""

import dataclasses
import functools
import gzip
import hashlib
import io
import json
import pathlib
import re
import sys
import tarfile
import tomllib

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support.crate import MTIME, frame  # noqa: E402
from support.environment import CRATE_SOURCES  # noqa: E402
from support.server import index_path  # noqa: E402

# Debian's own additions, which no .crate carries.
NOT_PACKAGED = {".cargo-checksum.json", ".cargo_vcs_info.json"}


@dataclasses.dataclass(frozen=True)
class Crate:
    folder: pathlib.Path
    manifest_text: str

    @functools.cached_property
    def manifest(self):
        return tomllib.loads(self.manifest_text)

    @property
    def name(self):
        return self.manifest["package"]["name"]

    @property
    def version(self):
        return self.manifest["package"]["version"]

    @functools.cached_property
    def archive(self):
        """The .crate, as `cargo package` would make it of these sources: plain files only, fixed times, sorted."""
        buffer = io.BytesIO()
        with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0, compresslevel=6) as packed, tarfile.open(
            fileobj=packed, mode="w", format=tarfile.GNU_FORMAT
        ) as tar:
            for path in sorted(self.folder.rglob("*")):
                if path.is_symlink() or not path.is_file() or path.name in NOT_PACKAGED:
                    continue
                content = self.manifest_text.encode() if path == self.folder / "Cargo.toml" else path.read_bytes()
                info = tarfile.TarInfo(f"{self.name}-{self.version}/{path.relative_to(self.folder)}")
                info.size, info.mode, info.mtime = len(content), 0o644, MTIME
                tar.addfile(info, io.BytesIO(content))
        return buffer.getvalue()

    @functools.cached_property
    def checksum(self):
        return hashlib.sha256(self.archive).hexdigest()

    @functools.cached_property
    def dependencies(self):
        """As `cargo publish` sends them; `registry` is absent: closed world, everything is in the same registry."""
        found = []

        def read(tables, target):
            for table, kind in (
                ("dependencies", "normal"),
                ("build-dependencies", "build"),
                ("dev-dependencies", "dev"),
            ):
                for key, value in tables.get(table, {}).items():
                    value = {"version": value} if isinstance(value, str) else value
                    if "version" not in value:
                        continue  # a dev-dependency by path alone: cargo strips it too
                    name = value.get("package", key)
                    one = {
                        "name": name,
                        "version_req": value["version"],
                        "features": value.get("features", []),
                        "optional": value.get("optional", False),
                        "default_features": value.get("default-features", value.get("default_features", True)),
                        "target": target,
                        "kind": kind,
                    }
                    found.append(one | ({"explicit_name_in_toml": key} if name != key else {}))

        read(self.manifest, None)
        for target, tables in self.manifest.get("target", {}).items():
            read(tables, cargo_spelling(target))
        return found

    @property
    def metadata(self):
        package = self.manifest["package"]
        readme = package.get("readme")
        readme = readme if isinstance(readme, str) and (self.folder / readme).is_file() else None
        return {
            "name": self.name,
            "vers": self.version,
            "deps": self.dependencies,
            "features": self.manifest.get("features", {}),
            "authors": package.get("authors", []),
            "description": package.get("description"),
            "documentation": package.get("documentation"),
            "homepage": package.get("homepage"),
            "readme": (self.folder / readme).read_text(errors="replace") if readme else None,
            "readme_file": readme,
            "keywords": package.get("keywords", []),
            "categories": package.get("categories", []),
            "license": package.get("license"),
            "license_file": package.get("license-file"),
            "repository": package.get("repository"),
            "badges": {},
            "links": package.get("links"),
            "rust_version": package.get("rust-version"),
        }

    @property
    def publish_body(self):
        return frame(self.metadata, self.archive)

    @property
    def index_line(self):
        """What a registry's index says of it (Cargo book, Registry Index)."""
        dependencies = []
        for one in self.dependencies:
            alias = one.get("explicit_name_in_toml")
            line = {
                "name": alias or one["name"],
                "req": one["version_req"],
                **{key: one[key] for key in ("features", "optional", "default_features", "target", "kind")},
            }
            dependencies.append(line | ({"package": one["name"]} if alias else {}))
        features = self.manifest.get("features", {})
        new_style = {
            key: values for key, values in features.items() if any(v.startswith("dep:") or "?/" in v for v in values)
        }
        line = {
            "name": self.name,
            "vers": self.version,
            "deps": dependencies,
            "cksum": self.checksum,
            "features": {key: values for key, values in features.items() if key not in new_style},
            "yanked": False,
            "links": self.manifest["package"].get("links"),
        }
        if new_style:
            line |= {"v": 2, "features2": new_style}
        if "rust-version" in self.manifest["package"]:
            line["rust_version"] = self.manifest["package"]["rust-version"]
        return line


def cargo_spelling(target):
    """A target as cargo sends it: a cfg expression is printed anew, whatever its author's spaces and commas."""
    if not target.startswith("cfg("):
        return target
    words = re.findall(r'"[^"]*"|[\w#]+|[(),=]', target)
    return re.sub(r", \)", ")", "".join({",": ", ", "=": " = "}.get(word, word) for word in words))


def without_patch(text):
    """`cargo package` drops `[patch]`; Debian adds some. Every table that begins with it goes, up to the next table."""
    return re.sub(r"(?ms)^\[patch[.\]\"].*?(?=^\[(?!patch[.\]\"])|\Z)", "", text)


@functools.cache
def all_crates():
    """Every crate that is installed, by (name, version)."""
    crates = {}
    for folder in sorted(CRATE_SOURCES.iterdir()) if CRATE_SOURCES.is_dir() else []:
        if (folder / "Cargo.toml").is_file():
            crate = Crate(folder, without_patch((folder / "Cargo.toml").read_text()))
            crates[crate.name, crate.version] = crate
    return crates


def closure(*roots):
    """The roots and whatever installed crates they name as normal or build dependency, optional ones too."""
    by_name = {}
    for crate in all_crates().values():
        by_name.setdefault(crate.name, []).append(crate)
    found, waiting = {}, list(roots)
    while waiting:
        name = waiting.pop()
        if name in found or name not in by_name:
            continue
        found[name] = by_name[name]
        waiting += [one["name"] for crate in by_name[name] for one in crate.dependencies if one["kind"] != "dev"]
    return [crate for name in sorted(found) for crate in found[name]]


def write_static_registry(out, crates, download_url):
    """Folders that any web server can serve as a sparse registry."""
    out = pathlib.Path(out)
    for crate in crates:
        folder = out / "crates" / crate.name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{crate.name}-{crate.version}.crate").write_bytes(crate.archive)
        entry = out / "index" / index_path(crate.name)
        entry.parent.mkdir(parents=True, exist_ok=True)
        with entry.open("a") as lines:
            lines.write(json.dumps(crate.index_line, separators=(",", ":")) + "\n")
    (out / "index").mkdir(parents=True, exist_ok=True)
    (out / "index" / "config.json").write_text(json.dumps({"dl": download_url}))


def main():
    download_url = sys.argv[2] if len(sys.argv) > 2 else "http://127.0.0.1:8800/crates/{crate}/{crate}-{version}.crate"
    write_static_registry(sys.argv[1], all_crates().values(), download_url)
    print(len(all_crates()), "crates")


if __name__ == "__main__":
    main()
