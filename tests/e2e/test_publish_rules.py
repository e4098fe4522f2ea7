"""Every rule that a publish is held to: how to break it, what the answer is, and that nothing is kept.

The rules are those of crates.io (rust-lang/crates.io, "publish" controller) as far as they fit any registry. Rules about
accounts that this server does not have (verified e-mail, trusted publishing) have no row: it sends no mail.
"""

import dataclasses
import json
import random
import struct
import unittest

from support import wire
from support.crate import archive, dependency, frame, manifest, metadata, sample
from support.server import ServerCase

LIMIT = 10 * 1024 * 1024

# 301 values, each of which means something, in one of 300 features.
MANY_VALUES = {
    "features": {"all": [*(f"f{n}" for n in range(299)), "tea/hot", "tea/cold"], **{f"f{n}": [] for n in range(299)}},
    "deps": [dependency("tea")],
}


@dataclasses.dataclass(frozen=True)
class Row:
    """`body` breaks the rule; the message must contain every word of `says` (without regard to case)."""

    rule: str
    body: bytes
    says: tuple
    status: int = 400


def good_archive_for(**fields):
    """The package is right and names the crate as the metadata does; only the metadata breaks the rule."""
    meta = metadata(**fields)
    return frame(meta, archive(meta))


def named(name):
    """A name that no archive can bear: the check comes before the archive is read."""
    return frame(metadata(name), b"")


def rows():
    good = metadata()
    crate = archive(good)
    yield Row(
        "1 metadata longer than 1 MiB",
        good_archive_for(readme="x" * ((1 << 20) + 1)),
        ("metadata", "1048576"),
        413,
    )
    yield Row("1 body ends inside the metadata", frame(good, b"")[:50], ("ends too early",))
    yield Row("2 metadata is not JSON", frame(b"{name: sample}", crate), ("not valid json",))
    yield Row("2 metadata is not an object", frame(b"[]", crate), ("must be a json object",))
    yield Row("2 metadata is not UTF-8", frame(b'{"name":"sam\xffple"}', crate), ("not valid json",))
    yield Row("2 a field has the wrong type", frame(metadata() | {"deps": "none"}, crate), ("array as 'deps'",))
    nameless = {key: value for key, value in good.items() if key != "name"}
    yield Row("2 the name is missing", frame(nameless, crate), ("string as 'name'",))
    yield Row("2 nested without end", frame(b"[" * 100_000 + b"]" * 100_000, crate), ("not valid json",))

    yield Row("3 empty name", named(""), ("name", "empty"))
    yield Row("3 name too long", named("a" * 65), ("64",))
    yield Row("3 name begins with a digit", named("9lives"), ("not start with a digit",))
    yield Row("3 name begins with a hyphen", named("-tea"), ("must start with an ascii letter",))
    yield Row("3 name begins with an underscore", named("_tea"), ("must start with an ascii letter",))
    yield Row("3 bad character in the name", named("tea.pot"), ("name", "."))
    yield Row("3 name with a slash", named("../tea"), ("must start with an ascii letter",))
    yield Row("3 name beyond ASCII", named("té"), ("only ascii letters", "0xc3"))
    yield Row("4 version is not SemVer", frame(metadata(version="1.0"), b""), ("version", "1.0"))
    yield Row(
        "4 version with a leading zero",
        frame(metadata(version="01.0.0"), b""),
        ("'01.0.0' is not a semantic version",),
    )
    yield Row("4 version with a v", frame(metadata(version="v1.0.0"), b""), ("'v1.0.0' is not a semantic version",))
    yield Row("4 version too long", frame(metadata(version="1.0.0-" + "a" * 150), b""), ("version", "150"))

    yield Row(
        "11 archive larger than the limit",
        frame(good, b"", crate_length=LIMIT + 1) + bytes(LIMIT + 1),
        (str(LIMIT),),
        413,
    )
    yield Row("11 body ends inside the archive", frame(good, crate)[:-10], ("ends too early",))
    yield Row("12 archive is not gzip", frame(good, b"not gzip at all"), ("gzip",))
    yield Row("12 archive is empty", frame(good, b""), ("holds no crate",))

    yield Row("20 manifest is not TOML", frame(good, archive(good, cargo_toml="[package\n")), ("cargo.toml",))
    yield Row(
        "20 manifest without [package]",
        frame(good, archive(good, cargo_toml="[dependencies]\n")),
        ("no [package] table",),
    )
    yield Row(
        "20 manifest without version",
        frame(good, archive(good, cargo_toml='[package]\nname = "sample"\n')),
        ("no 'version' in [package]",),
    )
    yield Row(
        "20 manifest with [patch]",
        frame(good, archive(good, cargo_toml=manifest(good) + '\n[patch.crates-io]\nx = { path = "x" }\n')),
        ("patch",),
    )
    yield Row(
        "20 version inherited from a workspace",
        frame(good, archive(good, cargo_toml='[package]\nname = "sample"\nversion.workspace = true\n')),
        ("version", "workspace"),
    )
    yield Row(
        "20 dependency inherited from a workspace",
        frame(good, archive(good, cargo_toml=manifest(good) + "\n[dependencies]\nx = { workspace = true }\n")),
        ("workspace",),
    )
    yield Row(
        "21 another name in the package",
        frame(good, archive(good, cargo_toml=manifest(metadata("simple")))),
        ("simple",),
    )
    yield Row(
        "21 another version in the package",
        frame(good, archive(good, cargo_toml=manifest(metadata(version="1.0.1")))),
        ("1.0.1",),
    )
    yield Row(
        "21 another spelling in the package",
        frame(good, archive(good, cargo_toml=manifest(metadata("Sample")))),
        ("Sample",),
    )

    yield Row("22 no description", good_archive_for(description=None), ("description",))
    yield Row("22 empty description", good_archive_for(description=""), ("description",))
    yield Row("22 description too long", good_archive_for(description="x" * 1001), ("description", "1000"))
    yield Row("22 no license", good_archive_for(license=None), ("license",))
    yield Row("22 nothing of both", good_archive_for(license=None, description=None), ("description", "license"))
    yield Row("23 license is no SPDX expression", good_archive_for(license="My Own Terms"), ("license", "SPDX"))
    yield Row("23 unknown license", good_archive_for(license="MIT OR Wishful-1.0"), ("Wishful-1.0",))
    for field in ("homepage", "documentation", "repository"):
        yield Row(
            f"24 {field} is no http URL",
            good_archive_for(**{field: "ftp://example.org/"}),
            (field, "must be a url"),
        )
        yield Row(f"24 {field} runs code", good_archive_for(**{field: "javascript:alert(1)"}), (field, "must be a url"))
    yield Row("25 rust-version with an operator", good_archive_for(rust_version=">=1.60"), ("two or three numbers",))
    yield Row(
        "25 rust-version with a pre-release",
        good_archive_for(rust_version="1.60.0-nightly"),
        ("two or three numbers",),
    )
    yield Row("26 too many keywords", good_archive_for(keywords=list("abcdef")), ("keyword", "5"))
    yield Row("26 keyword too long", good_archive_for(keywords=["x" * 21]), ("keyword", "20"))
    yield Row(
        "26 keyword with a space",
        good_archive_for(keywords=["two words"]),
        ("keyword 'two words' is not allowed",),
    )
    yield Row("26 keyword begins with a sign", good_archive_for(keywords=["-x"]), ("keyword '-x' is not allowed",))
    yield Row("27 too many categories", good_archive_for(categories=["a", "b", "c", "d", "e", "f"]), ("categor", "5"))
    yield Row(
        "28 too many features",
        good_archive_for(features={f"f{n}": [] for n in range(301)}),
        ("301 features", "at most 300"),
    )
    yield Row(
        "28 too many values in a feature",
        good_archive_for(**MANY_VALUES),
        ("301 values in the feature 'all'", "at most 300"),
    )
    yield Row("29 feature without a name", good_archive_for(features={"": []}), ("feature's name is empty",))
    for bad in ("a b", "-a", "a/b", "a,b", "a!"):
        says = f"feature name '{bad}' is not allowed"
        yield Row(f"29 feature called {bad!r}", good_archive_for(features={bad: []}), (says,))
    for bad, says in (
        ("dep:", "names '', which cannot be a dependency"),
        ("dep:a b", "names 'a b', which cannot be a dependency"),
        ("x//y", "feature name '/y' is not allowed"),
        ("/y", "names '', which cannot be a dependency"),
        ("x/", "feature's name is empty"),
        ("x?/", "feature's name is empty"),
        ("dep:x/y", "both 'dep:' and '/'"),
        ("a b", "feature name 'a b' is not allowed"),
    ):
        yield Row(f"30 feature value {bad!r}", good_archive_for(features={"one": [bad]}), (says,))
    yield Row(
        "30 feature names nothing",
        good_archive_for(features={"one": ["two"]}),
        ("'two'", "neither such a feature"),
    )
    yield Row(
        "30 feature names no dependency",
        good_archive_for(features={"one": ["dep:two"]}),
        ("'dep:two'", "no such dependency"),
    )
    yield Row(
        "30 feature names a dependency that is not optional",
        good_archive_for(features={"one": ["dep:two"]}, deps=[dependency("two")]),
        ("'dep:two'", "is not optional"),
    )
    yield Row(
        "31 too many dependencies",
        good_archive_for(deps=[dependency(f"d{n}") for n in range(501)]),
        ("dependenc", "500"),
    )
    yield Row("32 dependency name", good_archive_for(deps=[dependency("no good")]), ("no good",))
    yield Row("32 dependency alias", good_archive_for(deps=[dependency("good", explicit_name_in_toml="9no")]), ("9no",))
    yield Row(
        "33 registry is no URL",
        good_archive_for(deps=[dependency("x", registry="somewhere")]),
        ("'somewhere' is not",),
    )
    yield Row(
        "33 registry in the form of lock files",
        good_archive_for(deps=[dependency("x", registry="registry+https://example.org/index")]),
        ("form of a lock file",),
    )
    yield Row("34 requirement does not parse", good_archive_for(deps=[dependency("x", "latest")]), ("latest",))
    yield Row("34 empty requirement", good_archive_for(deps=[dependency("x", "")]), ("'x'", "requirement ''"))
    yield Row("34 any version at all", good_archive_for(deps=[dependency("x", "*")]), ("'x'", '"*" accepts every'))
    yield Row(
        "target is no cfg expression",
        good_archive_for(deps=[dependency("x", target="cfg(")]),
        ("'cfg(' is not a valid",),
    )
    for name in ("std", "core", "proc_macro", "proc-macro", "test", "Alloc", "nul", "com1", "AUX"):
        meta = metadata(name)
        yield Row(f"35 reserved name {name}", frame(meta, archive(meta)), ("reserved",))

    # What the metadata says must be what the package says.
    with_dependency = metadata(deps=[dependency("tea", "^1")])
    yield Row(
        "dependency that the package does not have",
        frame(with_dependency, archive(good)),
        ("'tea', which the package",),
    )
    yield Row(
        "another requirement in the package",
        frame(with_dependency, archive(metadata(deps=[dependency("tea", "^2")]))),
        ("'tea' has another version requirement",),
    )
    yield Row(
        "dependency that the metadata hides",
        frame(good, archive(with_dependency)),
        ("'tea', which the publish metadata",),
    )
    yield Row(
        "another registry in the package",
        frame(
            metadata(deps=[dependency("tea", "^1", registry="sparse+https://one.example/")]),
            archive(metadata(deps=[dependency("tea", "^1", registry="sparse+https://two.example/")])),
        ),
        ("'tea' has another registry",),
    )
    yield Row(
        "links that the package does not have",
        frame(metadata(links="z"), archive(good)),
        ("'links' in the publish metadata",),
    )


class EveryRule(ServerCase):
    def kept_nothing(self, house, *names):
        for name in names:
            self.assertEqual(house.lines(name), [], "a refused publish became visible")
        self.assertEqual(self.server.verify_problems(), [])

    def test_every_row(self):
        house = self.repository()
        for row in rows():
            with self.subTest(rule=row.rule):
                answer = house.publish(row.body)
                message = answer.message()
                self.assertEqual(answer.status, row.status, message)
                self.assertTrue(answer.json()["errors"][0]["detail"])
                for word in row.says:
                    self.assertIn(word.lower(), message.lower())
        self.kept_nothing(house, "sample", "simple", "std", "core", "nul")
        self.assertEqual(house.publish(sample()[0]).status, 200, "the server must still take a good crate")

    def test_no_blob_of_a_refused_crate_stays(self):
        house = self.repository()
        before = sorted(path.relative_to(self.server.data) for path in self.server.data.rglob("*") if path.is_file())
        for row in list(rows())[-20:]:
            self.assertNotEqual(house.publish(row.body).status, 200)
        after = sorted(path.relative_to(self.server.data) for path in self.server.data.rglob("*") if path.is_file())
        self.assertEqual(after, before)

    def test_what_settings_allow(self):
        """Each setting turned the other way accepts what the default refuses."""
        cases = {
            "require_license": ("false", metadata(license=None)),
            "require_description": ("false", metadata(description=None)),
            "check_spdx": ("false", metadata(license="My Own Terms")),
            "max_keywords": ("6", metadata(keywords=list("abcdef"))),
            "max_categories": ("6", metadata(categories=["a", "b", "c", "d", "e", "f"])),
            "max_features": ("400", metadata(features={f"f{n}": [] for n in range(301)})),
            "max_feature_values": ("400", metadata(**MANY_VALUES)),
            "max_dependencies": ("600", metadata(deps=[dependency(f"d{n}") for n in range(501)])),
            "allow_wildcard_requirement": ("true", metadata(deps=[dependency("x", "*")])),
            "max_description_bytes": ("2000", metadata(description="x" * 1001)),
            "max_crate_bytes": ("12000000", None),
            "refuse_reserved_names": ("false", metadata("std")),
        }
        for number, (rule, (value, meta)) in enumerate(cases.items()):
            with self.subTest(rule=rule):
                house = self.server.create_repository(f"loose-{number}", **{rule: value})
                if meta is None:
                    files = {"src/lib.rs": "", "noise": random.Random(1).randbytes(LIMIT + 1000)}
                    meta = metadata()
                    answer = house.publish(frame(meta, archive(meta, files)))
                else:
                    answer = house.publish(frame(meta, archive(meta)))
                self.assertEqual(answer.status, 200, answer.message())

    def test_an_unknown_setting_names_the_nearest(self):
        house = self.repository()
        done = self.server.command("repos", "update", house.name, "--publish-rule", "max_feature=1", expect=1)
        self.assertIn("max_features", done.stderr)

    def test_license_file_serves_for_a_license(self):
        house = self.repository()
        meta = metadata(license=None, license_file="LICENSE")
        answer = house.publish(frame(meta, archive(meta, {"src/lib.rs": "", "LICENSE": "Ours."})))
        self.assertEqual(answer.status, 200, answer.message())

    def test_licenses_as_people_write_them(self):
        house = self.repository()
        for number, text in enumerate(
            (
                "MIT",
                "MIT OR Apache-2.0",
                "MIT/Apache-2.0",
                "Apache-2.0 WITH LLVM-exception",
                "GPL-2.0+",
                "(MIT OR Apache-2.0) AND Unicode-DFS-2016",
                "LicenseRef-Ours",
                "0BSD OR Zlib",
            )
        ):
            with self.subTest(license=text):
                answer = house.publish(sample(f"licensed-{number}", license=text)[0])
                self.assertEqual(answer.status, 200, answer.message())

    def test_36_only_owners_publish(self):
        house = self.repository("--public")
        self.assertEqual(house.publish(sample()[0]).status, 200)
        self.server.create_user("stranger")
        key = self.server.create_key("stranger", "--user", "stranger")
        answer = house.publish(sample(version="1.0.1")[0], key=key)
        self.assertEqual(answer.status, 403, answer.message())
        self.assertEqual(len(house.lines("sample")), 1)

    def test_37_the_first_spelling_wins(self):
        house = self.repository()
        self.assertEqual(house.publish(sample("green-tea")[0]).status, 200)
        for other in ("green_tea", "Green-Tea", "GREEN_tea"):
            with self.subTest(name=other):
                answer = house.publish(sample(other, "2.0.0")[0])
                self.assertEqual(answer.status, 409)
                self.assertIn("previously named 'green-tea'", answer.message())
                self.assertEqual(house.lines(other), [] if other.lower() != "green-tea" else house.lines("green-tea"))
        self.assertEqual([line["vers"] for line in house.lines("green-tea")], ["1.0.0"])

    def test_38_versions_in_a_day(self):
        house = self.repository(max_new_versions_per_day=2)
        statuses = [house.publish(sample(version=f"1.0.{n}")[0]).status for n in range(3)]
        self.assertEqual(statuses, [200, 200, 429])
        self.assertIsNotNone(house.publish(sample(version="1.0.9")[0]).field("retry-after"))

    def test_10_crates_and_versions_of_one_user_in_a_short_time(self):
        house = self.repository(new_crate_burst=2, new_version_burst=1)
        statuses = [house.publish(sample(name)[0]).status for name in ("tea", "coffee", "cocoa")]
        self.assertEqual(statuses, [200, 200, 429])
        self.assertEqual(house.publish(sample("tea", "1.0.1")[0]).status, 200)
        answer = house.publish(sample("tea", "1.0.2")[0])
        self.assertEqual(answer.status, 429)
        self.assertIn("versions", answer.message())
        self.assertLessEqual(int(answer.field("retry-after")), 60)

    def test_27_unknown_categories_are_told(self):
        body = good_archive_for(categories=["no-std", "tea-pots"])
        answer = self.repository().publish(body)
        self.assertEqual(answer.status, 200, answer.message())
        self.assertEqual(answer.json()["warnings"]["invalid_categories"], ["tea-pots"])

    def test_39_a_version_comes_once(self):
        house = self.repository()
        self.assertEqual(house.publish(sample(version="1.0.0+a")[0]).status, 200)
        for version in ("1.0.0+a", "1.0.0+b", "1.0.0"):
            with self.subTest(version=version):
                answer = house.publish(sample(version=version)[0])
                self.assertEqual(answer.status, 409)
                self.assertIn("'sample' 1.0.0+a is already uploaded", answer.message())
                self.assertEqual("build metadata" in answer.message(), version != "1.0.0+a")
        self.assertEqual([line["vers"] for line in house.lines("sample")], ["1.0.0+a"])

    def test_a_number_never_comes_back_with_other_bytes_under_a_name_that_was_given_up(self):
        """Lock files name the URL, and a URL names the repository by its slug."""

        def rename(house, slug):
            headers = {"Authorization": self.server.key, "Content-Type": "application/json"}
            body = json.dumps({"slug": slug}).encode()
            return wire.request(f"{self.server.url}/v1/repos/{house.name}/", "PATCH", headers, body)

        meta = metadata("tea")
        first, other = (frame(meta, archive(meta, {"src/lib.rs": text})) for text in ("", "// other"))
        house = self.server.create_repository("tea-house")
        self.assertEqual(house.publish(first).status, 200)
        self.assertEqual(rename(house, "coffee-house").status, 200)
        again = self.server.create_repository("tea-house")
        answer = again.publish(other)
        self.assertEqual(answer.status, 409)
        self.assertIn("never comes back with other bytes", answer.message())
        self.assertEqual(again.download("tea", "1.0.0").status, 404)
        self.assertEqual(rename(again, "empty-house").status, 200)
        filled = self.server.create_repository("filled-house")
        self.assertEqual(filled.publish(other).status, 200)
        answer = rename(filled, "tea-house")
        self.assertEqual(answer.status, 409)
        self.assertIn("'tea' 1.0.0", answer.message())
        self.assertEqual(filled.download("tea", "1.0.0").status, 200)

    def test_40_dependencies_may_have_to_exist(self):
        meta = metadata(deps=[dependency("porcelain")])
        body = frame(meta, archive(meta))
        strict = self.repository(require_known_dependencies="true")
        answer = strict.publish(body)
        self.assertEqual(answer.status, 400)
        self.assertIn("porcelain", answer.message())
        loose = self.server.create_repository("unknown-dependencies")
        answer = loose.publish(body)
        self.assertEqual(answer.status, 200)
        self.assertIn("porcelain", str(answer.json()["warnings"]))

    def test_41_the_answer_has_warnings(self):
        answer = self.repository().publish(sample()[0])
        self.assertEqual(set(answer.json()["warnings"]), {"invalid_categories", "invalid_badges", "other"})

    def test_a_key_that_may_only_publish_some_crates(self):
        house = self.repository()
        key = self.server.create_key("tea only", "--scope", "publish", "--repository", house.name, "--crate", "tea*")
        self.assertEqual(house.publish(sample("tea-pot")[0], key=key).status, 200)
        answer = house.publish(sample("coffee")[0], key=key)
        self.assertEqual(answer.status, 403)
        self.assertEqual(house.lines("coffee"), [])

    def test_a_reading_key_does_not_publish(self):
        house = self.repository()
        for name, key in (
            ("key", self.server.create_key("reader", "--scope", "read")),
            ("entitlement", self.server.create_entitlement(house.name, "reader")),
        ):
            with self.subTest(credential=name):
                self.assertEqual(house.publish(sample()[0], key=key).status, 403)
        self.assertEqual(house.lines("sample"), [])

    def test_a_manifest_with_one_of_our_tokens_is_refused(self):
        """A token in a registry URL lands in the packaged manifest and lock file; publishing it would give it away."""
        house = self.repository()
        token = self.server.create_entitlement(house.name, "reader")
        url = f"{self.server.url}/{token}/{house.name}/cargo/"
        for path in ("Cargo.toml", "Cargo.toml.orig", "Cargo.lock"):
            with self.subTest(file=path):
                meta = metadata()
                text = f'\n# registry = "sparse+{url}"\n'
                if path == "Cargo.toml":
                    crate = archive(meta, cargo_toml=manifest(meta) + text)
                else:
                    crate = archive(meta, {"src/lib.rs": "", path: manifest(meta) + text})
                answer = house.publish(frame(meta, crate))
                self.assertEqual(answer.status, 400, answer.message())
                self.assertIn("token", answer.message())
                self.assertNotIn(token, answer.message())
        self.assertEqual(house.lines("sample"), [])

    def test_addresses_of_this_repository_become_null(self):
        house = self.repository()
        self.assertEqual(house.publish(sample("tea")[0]).status, 200)
        for number, url in enumerate((house.index("basic"), house.index("public"), house.index("basic").rstrip("/"))):
            with self.subTest(registry=url):
                meta = metadata(f"pot-{number}", deps=[dependency("tea", registry=url)])
                answer = house.publish(frame(meta, archive(meta)))
                self.assertEqual(answer.status, 200, answer.message())
                self.assertIsNone(house.lines(meta["name"])[0]["deps"][0].get("registry"))

    def test_lengths_larger_than_the_body_are_refused_at_once(self):
        house = self.repository()
        for body in (struct.pack("<I", 0xFFFFFFFF) + b"{}", frame(metadata(), b"x", crate_length=0xFFFFFFFF)):
            self.assertIn(house.publish(body).status, (400, 413))


if __name__ == "__main__":
    unittest.main()
