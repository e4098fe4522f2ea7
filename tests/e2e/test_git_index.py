"""The index as a git repository, read by real git: every protocol version, clones, updates, what it contains, and what
it does not give."""

import json
import random
import shutil
import tempfile
import unittest

from support import wire
from support.certificates import Authority
from support.crate import sample
from support.git import Git, has_git, sparse_index
from support.server import Server, ServerCase

NAMES = ("a", "ab", "abc", "config", "co", "goods", "Goods-And-More", "goo_ds", "harbour", "har-bour2")


@unittest.skipUnless(has_git(), "git is not installed")
class GitCase(ServerCase):
    def setUp(self):
        self.git = Git(self.folder())

    def publish(self, repository, name, version="1.0.0"):
        answer = repository.publish(sample(name, version)[0])
        self.assertEqual(answer.status, 200, answer.body)

    def yank(self, repository, name, version, method="DELETE", word="yank"):
        answer = wire.request(
            f"{repository.base()}/api/v1/crates/{name}/{version}/{word}", method, {"Authorization": self.server.key}
        )
        self.assertEqual(answer.status, 200, answer.body)

    def manage(self, method, path, body=None):
        """The management API, as the admin."""
        headers = {"Authorization": self.server.key}
        answer = wire.request(f"{self.server.url}/v1/{path}", method, headers, body and json.dumps(body).encode())
        self.assertLess(answer.status, 300, answer.body)
        return json.loads(answer.body) if answer.body else None

    def package(self, repository, name, version):
        """The slug_perm of a version that is there."""
        found = self.manage("GET", f"packages/{repository.name}/?query=name:^{name}$+version:^{version}$")
        return found[0]["slug_perm"]

    def delete(self, repository, package):
        self.manage("DELETE", f"packages/{repository.name}/{package}/")

    def restore(self, repository, package):
        namespace = repository.name.split("/")[0]
        self.manage("POST", f"recycle-bin/{namespace}/action/", {"action": "restore", "identifiers": [package]})

    def assert_is_the_sparse_index(self, clone, repository, names, access="public"):
        """Byte for byte, and no file more."""
        self.assertEqual(clone.files(), sparse_index(repository, names, access))


class ReadByGit(GitCase):
    def test_every_protocol_version_clones_and_fetches_the_same_bytes(self):
        house = self.repository("--public")
        for name in NAMES[:6]:
            self.publish(house, name)
        clones = [self.git.clone(house.git_index("public"), f"v{version}", version=version) for version in (0, 1, 2)]
        for clone in clones:
            clone.check()
            self.assert_is_the_sparse_index(clone, house, NAMES)
        self.publish(house, "goods", "1.1.0")
        self.publish(house, "Goods-And-More")
        self.yank(house, "goods", "1.0.0")
        for clone in clones:
            clone.fetch()
            clone.run("fsck", "--strict")
            self.assert_is_the_sparse_index(clone, house, NAMES)
        self.assertEqual(len({clone.commit() for clone in clones}), 1)

    def test_an_empty_repository_is_a_commit_with_its_config(self):
        house = self.repository("--public")
        clone = self.git.clone(house.git_index("public"), "empty")
        clone.check()
        self.assertEqual(list(clone.files()), ["config.json"])
        self.assertEqual(json.loads(clone.files()["config.json"])["api"], house.base("public"))
        self.publish(house, "goods")
        clone.fetch()
        self.assert_is_the_sparse_index(clone, house, NAMES)

    def test_a_shallow_clone_is_the_whole_index_and_can_be_updated(self):
        house = self.repository("--public")
        self.publish(house, "goods")
        for version in (0, 2):
            clone = self.git.clone(house.git_index("public"), f"shallow-{version}", "--depth", "1", version=version)
            clone.check()
            self.publish(house, f"more-{version}")
            clone.fetch("--depth", "1")
            self.assert_is_the_sparse_index(clone, house, (*NAMES, "more-0", "more-2"))
            clone.run("fetch", "--quiet", "--depth", "5")

    def test_an_update_brings_only_what_changed(self):
        house = self.repository("--public")
        for name in NAMES:
            self.publish(house, name)
        for version in (0, 2):
            clone = self.git.clone(house.git_index("public"), f"v{version}", version=version)
            before = clone.object_count()
            self.publish(house, "harbour", f"2.{version}.0")
            clone.fetch()
            # The file, the three folders above it (the root too), the commit.
            self.assertEqual(clone.object_count() - before, 5)
            clone.fetch()
            self.assertEqual(clone.object_count() - before, 5)

    def test_a_client_with_many_states_of_its_own_sends_its_question_packed(self):
        """Above a KiB git packs its request (Content-Encoding: gzip)."""
        house = self.repository("--public")
        self.publish(house, "goods")
        clone = self.git.clone(house.git_index("public"), "clone")
        for count in range(60):
            options = ("-c", "user.name=x", "-c", "user.email=x@x")
            # Newer than what the server gave, so that git tells these first.
            date = f"2090-01-01T00:00:{count:02d}Z"
            clone.run(*options, "commit", "--quiet", "--allow-empty", "-m", str(count), GIT_COMMITTER_DATE=date)
        self.publish(house, "goods", "1.1.0")
        seen = self.git.run("-C", clone.path, "fetch", GIT_CURL_VERBOSE="1").stderr
        self.assertRegex(seen.lower(), "content-encoding: gzip")
        self.assertEqual(clone.run("rev-list", "--count", "origin/main").stdout.strip(), "1")

    def test_a_question_too_long_for_one_buffer_comes_in_chunks(self):
        """Above http.postBuffer git sends chunked; here with the haves of another history."""
        house = self.repository("--public")
        self.publish(house, "goods")
        for version in (0, 2):
            clone = self.git.clone(house.git_index("public"), f"v{version}", version=version)
            commits = "".join(
                f"commit refs/heads/long\ncommitter x <x@x> {1000 + count} +0000\ndata 1\nx\n" for count in range(3000)
            )
            clone.run("fast-import", "--quiet", stdin=commits)
            self.publish(house, "goods", f"1.{version + 1}.0")
            seen = clone.run("-c", "http.postBuffer=65536", "fetch", GIT_CURL_VERBOSE="1").stderr.lower()
            self.assertIn("transfer-encoding: chunked", seen)
            clone.fetch()
            self.assert_is_the_sparse_index(clone, house, NAMES)

    def test_after_many_changes_it_still_is_the_sparse_index_and_every_old_clone_can_be_updated(self):
        house = self.repository("--public")
        dice = random.Random(20261122)
        published, deleted, clones = {}, [], []
        for step in range(500):
            name = dice.choice(NAMES)
            versions = published.setdefault(name, [])
            if not versions or dice.random() < 0.5:
                versions.append(f"1.{step}.0")
                self.publish(house, name, versions[-1])
            elif dice.random() < 0.3:
                version = versions.pop(dice.randrange(len(versions)))
                deleted.append((versions, version, self.package(house, name, version)))
                self.delete(house, deleted[-1][2])
            elif deleted and dice.random() < 0.2:
                versions_of, version, package = deleted.pop(dice.randrange(len(deleted)))
                self.restore(house, package)
                versions_of.append(version)
            elif dice.random() < 0.5:
                self.yank(house, name, dice.choice(versions))
            else:
                self.yank(house, name, dice.choice(versions), "PUT", "unyank")
            if step % 100 == 50:
                clones.append(self.git.clone(house.git_index("public"), f"clone-{step}", version=step // 100 % 3))
        clones.append(self.git.clone(house.git_index("public"), "clone-last"))
        for clone in clones:
            clone.fetch()
            clone.run("fsck", "--strict")
            self.assert_is_the_sparse_index(clone, house, NAMES)

    def test_it_is_not_written_to_nor_read_file_by_file(self):
        house = self.repository("--public")
        self.publish(house, "goods")
        clone = self.git.clone(house.git_index("public"), "clone")
        refused = clone.run("push", "origin", "HEAD:refs/heads/other", expect=128)
        self.assertIn("cargo publish", refused.stderr)
        url = house.git_index("public")
        self.assertEqual(wire.request(url + "/info/refs").status, 403)
        self.assertEqual(wire.request(url + "/HEAD").status, 404)
        self.assertEqual(wire.request(url + "/objects/info/packs").status, 404)
        self.assertEqual(wire.request(url + "/git-receive-pack", "POST", {}, b"0000").status, 403)

    def test_a_restarted_server_knows_the_states_of_its_clients(self):
        house = self.repository("--public")
        for name in NAMES:
            self.publish(house, name)
        clone = self.git.clone(house.git_index("public"), "clone")
        before = clone.object_count()
        self.server.restart()
        self.publish(house, "goods", "1.1.0")
        clone.fetch()
        self.assertEqual(clone.object_count() - before, 5)


class WhoMayRead(GitCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.password = "correct horse battery staple"
        cls.server.create_user("porter", cls.password)
        cls.server.cli("orgs", "create", "wharf")
        cls.server.cli("orgs", "members", "add", "wharf", "porter", "--role", "Member")
        cls.house = cls.server.create_repository("wharf/goods")
        assert cls.house.publish(sample("goods")[0]).status == 200
        cls.entitlement = cls.server.create_entitlement(cls.house.name, "reader")
        cls.second = cls.server.create_entitlement(cls.house.name, "second")

    def credentials(self, user, password):
        return self.git.store_credentials(f"http://{user}:{password}@127.0.0.1:{self.server.port}")

    def test_each_form_of_credentials_reads_a_private_repository(self):
        for user, password in (
            ("porter", self.password.replace(" ", "%20")),
            ("admin", self.server.key),
            ("token", self.entitlement),
            ("token", self.server.key),
            (self.entitlement, ""),
        ):
            with self.subTest(user=user):
                self.git = Git(self.folder())
                self.credentials(user, password)
                clone = self.git.clone(self.house.git_index("basic"), "clone")
                config = json.loads(clone.files()["config.json"])
                self.assertTrue(config["auth-required"])
                self.assertEqual(config["api"], self.house.base("basic"))

    def test_without_credentials_git_is_asked_for_them_in_the_one_way_it_understands(self):
        for access in ("basic", "public", "wrong-token-123"):
            for path in ("info/refs?service=git-upload-pack", "HEAD"):
                answer = wire.request(f"{self.house.git_index(access)}/{path}")
                self.assertEqual(answer.status, 401)
                self.assertEqual(answer.body, b"")
                self.assertEqual(answer.all("www-authenticate"), ['Basic realm="Entrepot"'])
                self.assertEqual(answer.field("content-length"), "0")

    def test_wrong_credentials_end_it_at_once(self):
        self.credentials("token", "ent_" + "0" * 40)
        self.git.run("clone", self.house.git_index("basic"), "clone", expect=128)
        self.git.run("clone", self.house.git_index("ent_" + "0" * 40), "clone", expect=128)

    def test_a_token_in_the_path_stands_in_its_own_config_and_nobody_elses(self):
        clone = self.git.clone(self.house.git_index(self.entitlement), "one")
        clone.check()
        config = json.loads(clone.files()["config.json"])
        self.assertEqual(config["dl"], f"{self.house.base(self.entitlement)}/{{crate}}-{{version}}.crate")
        self.assertNotIn("auth-required", config)
        self.assert_is_the_sparse_index(clone, self.house, NAMES, access=self.entitlement)
        other = self.git.clone(self.house.git_index(self.second), "two")
        self.assertNotEqual(clone.commit(), other.commit())
        self.assertEqual(clone.run("rev-parse", "HEAD:go").stdout, other.run("rev-parse", "HEAD:go").stdout)
        for wanted in (other.commit(), other.run("rev-parse", "HEAD:config.json").stdout.strip()):
            refused = clone.run("fetch", "origin", wanted, expect=128)
            self.assertIn("not our ref", refused.stderr)

    def test_a_token_that_is_replaced_reads_no_more(self):
        token = self.server.create_entitlement(self.house.name, "short-lived")
        clone = self.git.clone(self.house.git_index(token), "clone")
        listed = self.server.cli("entitlements", "list", self.house.name)
        entries = listed if isinstance(listed, list) else listed["results"]
        slug = next(entry["slug_perm"] for entry in entries if entry["name"] == "short-lived")
        self.server.cli("entitlements", "delete", self.house.name, slug)
        clone.run("fetch", expect=128)


@unittest.skipUnless(has_git(), "git is not installed")
class EveryTransport(unittest.TestCase):
    """A pack that lies in a file, beside parts in memory, over each way that bytes travel."""

    NAMES = [f"crate-{letter}" for letter in "abcdefgh"]

    @classmethod
    def setUpClass(cls):
        folder = tempfile.mkdtemp(prefix="entrepot-e2e-tls-")
        cls.addClassCleanup(shutil.rmtree, folder, ignore_errors=True)
        cls.authority = Authority(folder)
        cls.server = Server(tls=cls.authority.issue("git")).init().start()
        cls.addClassCleanup(cls.server.close)
        cls.house = cls.server.create_repository("wide", "--public", max_features=5000)
        dice = random.Random(20261122)
        for name in cls.NAMES:
            features = {f"f{dice.getrandbits(200):x}": [] for _ in range(1500)}
            assert cls.house.publish(sample(name, features=features)[0]).status == 200

    def clone(self, origin, http, version):
        folder = tempfile.mkdtemp(prefix="entrepot-e2e-work-")
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        git = Git(folder).configure(f"[http]\n\tsslCAInfo = {self.authority.certificate}\n\tversion = {http}\n")
        return git.clone(self.house.git_index("public", origin), "clone", version=version)

    def test_a_clone_of_hundreds_of_kibibytes_and_an_update(self):
        commits = set()
        for step, (origin, http, version) in enumerate(
            (origin, http, version)
            for origin in (self.server.url, self.server.tls_url)
            for http in ("HTTP/1.1", "HTTP/2")
            for version in (0, 2)
        ):
            with self.subTest(origin=origin, http=http, version=version):
                clone = self.clone(origin, http, version)
                clone.check()
                self.assertEqual(clone.files(), sparse_index(self.house, self.NAMES))
                self.assertGreater(sum(map(len, clone.files().values())), 500_000)
                self.assertEqual(self.house.publish(sample("crate-a", f"2.{step}.0")[0]).status, 200)
                clone.fetch()
                self.assertEqual(clone.files(), sparse_index(self.house, self.NAMES))
                commits.add(clone.commit())
        self.assertEqual(len(commits), 8)


if __name__ == "__main__":
    unittest.main()
