"""What the server says in plain HTTP: validators, encodings, ranges, errors. Through no client library's opinion."""

import gzip
import hashlib
import re
import unittest

from support import wire
from support.crate import sample
from support.server import ServerCase

HEX16 = re.compile(r"[0-9a-f]{16}")


class IndexFiles(ServerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.house = cls.server.create_repository("index-files")
        for version in ("1.0.0", "1.0.1", "1.1.0", "2.0.0"):
            assert (
                cls.house.publish(sample("tea", version, features={"default": [], "milk": [], "sugar": []})[0]).status
                == 200
            )

    def test_validators_are_the_same_after_a_restart(self):
        def seen():
            plain = self.house.index_file("tea")
            packed = self.house.index_file("tea", headers={"Accept-Encoding": "gzip"})
            return [(answer.field("etag"), answer.field("last-modified"), answer.body) for answer in (plain, packed)]

        before = seen()
        self.server.restart()
        self.assertEqual(seen(), before)

    def test_etags_are_strong_and_one_for_each_encoding(self):
        plain = self.house.index_file("tea")
        packed = self.house.index_file("tea", headers={"Accept-Encoding": "deflate, gzip"})
        for answer in (plain, packed):
            self.assertRegex(answer.field("etag"), r'^"[^"]+"$')
        self.assertNotEqual(plain.field("etag"), packed.field("etag"))

    def test_gzip_only_where_it_was_asked_for(self):
        plain = self.house.index_file("tea")
        self.assertIsNone(plain.field("content-encoding"))
        for wish in ("gzip", "deflate, gzip", "br, gzip;q=0.5", "GZIP"):
            with self.subTest(accept_encoding=wish):
                packed = self.house.index_file("tea", headers={"Accept-Encoding": wish})
                self.assertEqual(packed.field("content-encoding"), "gzip")
                self.assertEqual(gzip.decompress(packed.body), plain.body)
                self.assertIn("accept-encoding", packed.field("vary").lower())
        for wish in ("identity", "br", "gzip;q=0", "gzip;q=0.0, deflate", "deflate"):
            with self.subTest(accept_encoding=wish):
                answer = self.house.index_file("tea", headers={"Accept-Encoding": wish})
                self.assertEqual((answer.field("content-encoding"), answer.body), (None, plain.body))

    def test_either_validator_alone_gives_304(self):
        first = self.house.index_file("tea")
        etag, date = first.field("etag"), first.field("last-modified")
        for name, headers in {
            "etag": {"If-None-Match": etag},
            "weak": {"If-None-Match": f"W/{etag}"},
            "list": {"If-None-Match": f'"other", {etag}'},
            "star": {"If-None-Match": "*"},
            "date": {"If-Modified-Since": date},
        }.items():
            with self.subTest(validator=name):
                answer = self.house.index_file("tea", headers=headers)
                self.assertEqual((answer.status, answer.body), (304, b""))
                self.assertEqual(answer.field("etag"), etag)
        for name, headers in {
            "other etag": {"If-None-Match": '"other"'},
            "etag wins": {"If-None-Match": '"other"', "If-Modified-Since": date},
            "old date": {"If-Modified-Since": "Sat, 01 Jan 2000 00:00:00 GMT"},
        }.items():
            with self.subTest(validator=name):
                self.assertEqual(self.house.index_file("tea", headers=headers).status, 200)

    def test_a_change_changes_both_validators(self):
        assert self.house.publish(sample("coffee")[0]).status == 200
        first = self.house.index_file("coffee")
        assert self.house.publish(sample("coffee", "1.0.1")[0]).status == 200
        second = self.house.index_file("coffee")
        self.assertNotEqual(first.field("etag"), second.field("etag"))
        self.assertNotEqual(first.field("last-modified"), second.field("last-modified"))
        by_date = self.house.index_file("coffee", headers={"If-Modified-Since": first.field("last-modified")})
        self.assertEqual(by_date.status, 200)

    def test_the_file_is_lines_each_ended(self):
        answer = self.house.index_file("tea")
        self.assertTrue(answer.body.endswith(b"}\n"))
        self.assertEqual(answer.body.count(b"\n"), 4)
        self.assertTrue(answer.field("content-type").startswith("text/plain"))

    def test_head_says_what_get_says(self):
        for path in ("3/t/tea", "config.json", "tea-1.0.0.crate", "3/n/not"):
            with self.subTest(path=path):
                get, head = self.house.get(path), self.house.get(path, method="HEAD")
                self.assertEqual((head.status, head.body), (get.status, b""))
                for field in ("content-length", "content-type", "etag", "last-modified"):
                    self.assertEqual(head.field(field), get.field(field), field)

    def test_other_paths_are_404(self):
        for path in (
            "3/T/TEA",
            "3/t/Tea",
            "te/a/tea",
            "3/x/tea",
            "3/t/tea/",
            "te/ax/teax",
            "1/t",
            "2/te",
            "3/t",
            "3/t/te%61x",
            "config.jsonx",
            "3/t/..",
            "3/t/tea-1.0.0.crate",
            "index.json",
        ):
            with self.subTest(path=path):
                self.assertEqual(self.house.get(path).status, 404)

    def test_another_spelling_is_another_crate(self):
        assert self.house.publish(sample("green-tea")[0]).status == 200
        self.assertEqual(self.house.index_file("green-tea").status, 200)
        self.assertEqual(self.house.index_file("green_tea").status, 404)

    def test_a_missed_crate_is_found_once_it_is_there(self):
        self.assertEqual(self.house.index_file("cocoa").status, 404)
        self.assertEqual(self.house.index_file("cocoa").status, 404)
        assert self.house.publish(sample("cocoa")[0]).status == 200
        self.assertEqual(self.house.index_file("cocoa").status, 200)


class ConfigJson(ServerCase):
    def setUp(self):
        self.private = self.repository()
        self.public = self.server.create_repository(f"open-{len(self.server.cli('repos', 'list'))}", "--public")

    def test_each_access_has_its_own(self):
        token = self.server.create_entitlement(self.private.name, "reader")
        for repository, access, auth in (
            (self.private, "basic", True),
            (self.private, token, None),
            (self.public, "public", None),
            (self.public, "basic", None),
        ):
            with self.subTest(access=access, repository=repository.name):
                config = repository.get("config.json", access=access).json()
                self.assertEqual(config.get("auth-required"), auth)
                self.assertTrue(config["dl"].startswith(repository.base(access)), config)
                self.assertEqual(config["api"], repository.base(access))
                self.assertEqual(config["dl"].count("{"), 2)

    def test_the_challenge_has_two_lines(self):
        for access in ("basic", "public"):
            with self.subTest(access=access):
                answer = wire.request(self.private.base(access) + "/config.json")
                self.assertEqual(answer.status, 401)
                challenges = answer.all("www-authenticate")
                self.assertEqual(len(challenges), 2, challenges)
                self.assertRegex(challenges[0], rf'^Cargo login_url="{re.escape(self.server.url)}/[^"]*me"$')
                self.assertRegex(challenges[1], r'^Basic realm="[^"]+"')
                self.assertIsNotNone(answer.field("content-type"))
                self.assertTrue(answer.message())

    def test_what_one_may_not_see_is_not_there(self):
        """Without credentials: 401 for all; with wrong ones: 404 for all; the same whether it exists or not."""
        absent = f"{self.server.url}/basic/admin/absent/cargo"
        nowhere = f"{self.server.url}/basic/no-such-namespace/absent/cargo"
        for headers, status in (({}, 401), ({"Authorization": "ent_" + "2" * 40}, 404)):
            seen = {}
            for base in (self.private.base(), absent, nowhere):
                answer = wire.request(base + "/config.json", headers=headers)
                self.assertEqual(answer.status, status, base)
                seen[base] = (
                    re.sub(r"(login_url=)\S+", r"\1", str(sorted(answer.all("www-authenticate")))),
                    re.sub(rb"[0-9a-f]{16}", b"", answer.body),
                )
            self.assertEqual(len(set(seen.values())), 1, seen)

    def test_the_wrong_path_token_is_404_for_all(self):
        bodies = set()
        for name in (self.private.name, "admin/absent", "no-such-namespace/absent"):
            answer = wire.request(f"{self.server.url}/notarealtoken123/{name}/cargo/config.json")
            self.assertEqual(answer.status, 404)
            bodies.add(HEX16.sub("", answer.body.decode()))
        self.assertEqual(len(bodies), 1, bodies)

    def test_the_login_page_is_for_people(self):
        page = self.private.get("me")
        self.assertEqual(page.status, 200)
        self.assertIn("text/html", page.field("content-type"))
        self.assertIn(b"cargo login", page.body)
        self.assertIn(b"entrepot keys create", page.body)


class Downloads(ServerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.house = cls.server.create_repository("downloads")
        body, cls.crate = sample("tea-pot", "1.0.0+blue", files={"src/lib.rs": "", "leaf": bytes(range(256)) * 500})
        assert cls.house.publish(body).status == 200
        cls.path = "tea-pot-1.0.0+blue.crate"

    def test_the_bytes_are_those_that_were_published(self):
        answer = self.house.get(self.path, headers={"Accept-Encoding": "gzip"})
        self.assertEqual((answer.status, answer.body), (200, self.crate))
        self.assertIsNone(answer.field("content-encoding"))
        self.assertEqual(answer.field("content-length"), str(len(self.crate)))
        self.assertIn("immutable", answer.field("cache-control"))
        self.assertEqual(hashlib.sha256(answer.body).hexdigest(), self.house.lines("tea-pot")[0]["cksum"])

    def test_ranges(self):
        size = len(self.crate)
        for value, expected in (
            ("bytes=0-9", (0, 10)),
            ("bytes=10-", (10, size)),
            ("bytes=-7", (size - 7, size)),
            ("bytes=0-0", (0, 1)),
            (f"bytes=5-{size + 100}", (5, size)),
            (f"bytes=-{size + 5}", (0, size)),
        ):
            with self.subTest(range=value):
                answer = self.house.get(self.path, headers={"Range": value})
                begin, end = expected
                self.assertEqual((answer.status, answer.body), (206, self.crate[begin:end]))
                self.assertEqual(answer.field("content-range"), f"bytes {begin}-{end - 1}/{size}")

    def test_a_range_beyond_the_end(self):
        answer = self.house.get(self.path, headers={"Range": f"bytes={len(self.crate)}-"})
        self.assertEqual((answer.status, answer.field("content-range")), (416, f"bytes */{len(self.crate)}"))

    def test_what_is_no_single_range_is_the_whole(self):
        for value in ("bytes=9-3", "items=0-1", "bytes=a-b", "bytes=0-1,4-5", "nonsense"):
            with self.subTest(range=value):
                answer = self.house.get(self.path, headers={"Range": value})
                self.assertEqual((answer.status, answer.body), (200, self.crate))

    def test_if_range(self):
        etag = self.house.get(self.path).field("etag")
        same = self.house.get(self.path, headers={"Range": "bytes=0-3", "If-Range": etag})
        self.assertEqual((same.status, same.body), (206, self.crate[:4]))
        other = self.house.get(self.path, headers={"Range": "bytes=0-3", "If-Range": '"other"'})
        self.assertEqual((other.status, other.body), (200, self.crate))

    def test_the_etag_gives_304(self):
        etag = self.house.get(self.path).field("etag")
        self.assertEqual(self.house.get(self.path, headers={"If-None-Match": etag}).status, 304)

    def test_another_spelling_is_404(self):
        for path in (
            "Tea-Pot-1.0.0+blue.crate",
            "tea_pot-1.0.0+blue.crate",
            "tea-pot-1.0.0.crate",
            "tea-pot-1.0.0%20blue.crate",
            "tea-pot-1.0.1.crate",
            "tea-pot.crate",
            "tea-1.0.0.crate",
            ".crate",
            "-.crate",
        ):
            with self.subTest(path=path):
                answer = self.house.get(path)
                self.assertEqual(answer.status, 404)
                self.assertTrue(answer.message())


class Errors(ServerCase):
    def test_errors_of_cargos_api_are_in_cargos_shape(self):
        house = self.repository()
        for method, path, status in (
            ("GET", "api/v1/crates/absent/owners", 404),
            ("DELETE", "api/v1/crates/absent/1.0.0/yank", 404),
            ("PUT", "api/v1/crates/absent/1.0.0/unyank", 404),
            ("DELETE", "api/v1/crates/absent/one/yank", None),
            ("GET", "api/v1/nothing", 404),
            ("POST", "api/v1/crates/new", 405),
        ):
            with self.subTest(path=path):
                answer = house.get(path, method=method)
                if status:
                    self.assertEqual(answer.status, status)
                self.assertIn(answer.status, (400, 404, 405))
                self.assertTrue(answer.json()["errors"][0]["detail"])

    def test_every_answer_has_a_request_id_and_errors_are_logged_with_it(self):
        house = self.repository()
        answer = house.publish(b"\0\0\0\0")
        self.assertEqual(answer.status, 400)
        self.assertTrue(answer.field("x-request-id"))
        self.assertIn(answer.field("x-request-id"), self.server.log_text())
        self.assertTrue(wire.request(self.server.url + "/healthz").field("x-request-id"))

    def test_410_and_451_never(self):
        house = self.repository()
        for path in ("3/g/gon", "gon-1.0.0.crate", "api/v1/crates/gon/owners"):
            self.assertEqual(house.get(path).status, 404)

    def test_the_web_api_does_not_redirect(self):
        house = self.repository()
        for path in ("api/v1/crates/", "api/v1/crates?q=x", "//api/v1/crates", "config.json/"):
            self.assertNotIn(house.get(path).status // 100, (3,))

    def test_unknown_methods_are_told_which_are_allowed(self):
        answer = wire.request(self.server.url + "/healthz", "DELETE")
        self.assertEqual(answer.status, 405)
        self.assertIn("GET", answer.field("allow"))

    def test_expect_continue(self):
        house = self.repository()
        body, _ = sample("patient")
        head = (
            f"PUT {house.base()[len(self.server.url):]}/api/v1/crates/new HTTP/1.1\r\nHost: x\r\nAuthorization: {self.server.key}\r\n"
            f"Content-Length: {len(body)}\r\nExpect: 100-continue\r\n\r\n"
        ).encode()
        with wire.RawConnection(self.server.port) as connection:
            connection.send(head)
            self.assertTrue(connection.read_until(b"100 Continue\r\n\r\n", 3))
            connection.received = b""
            connection.send(body)
            self.assertTrue(connection.read_until(b"\r\n\r\n"))
            self.assertEqual(connection.status(), 200)

    def test_expect_continue_is_refused_early(self):
        """Who may not publish hears so before the upload."""
        house = self.repository()
        head = (
            f"PUT {house.base()[len(self.server.url):]}/api/v1/crates/new HTTP/1.1\r\nHost: x\r\n"
            "Content-Length: 5000000\r\nExpect: 100-continue\r\n\r\n"
        ).encode()
        with wire.RawConnection(self.server.port) as connection:
            connection.send(head)
            self.assertTrue(connection.read_until(b"\r\n\r\n", 3))
            self.assertEqual(connection.status(), 401)


if __name__ == "__main__":
    unittest.main()
