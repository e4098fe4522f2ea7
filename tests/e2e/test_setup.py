"""Every line of every set-up page, done as it says, with real cargo and git against the real server.

Which pages there are is what the route itself says. The lines for cargo before 1.74 are followed by the cargo that is
installed, which understands them still (a token in the URL, a git index); older ones are not tried here.
"""

import concurrent.futures
import itertools
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import threading
import unittest

from support.crate import sample
from support.environment import needs_cargo
from support.git import has_git
from support.server import FAILED, CommandFailed, Server
from support.setup import DIMENSIONS, Follower, ask, fingerprint, sections_for

PASSWORD = "it's \"a\" $(long) `one` \\n %41 ä:b"
GOODS = {"src/lib.rs": "pub fn answer() -> u32 { 42 }\n", "src/main.rs": 'fn main() { println!("goods"); }\n'}
CRATES_IO = "registry+https://github.com/rust-lang/crates.io-index"


class Pages(unittest.TestCase):
    """A server with a public and a private repository, and somebody who may publish there."""

    @classmethod
    def setUpClass(cls):
        cls.server = Server().init().start()
        cls.addClassCleanup(cls.server.close)
        cls.numbers = itertools.count()
        cls.server.cli("orgs", "create", "Wharf_3")
        cls.server.create_user("porter", PASSWORD)
        cls.server.cli("orgs", "members", "add", "Wharf_3", "porter", "--role", "Manager")
        cls.private = cls.server.create_repository("Wharf_3/Our-Tools_2")
        cls.public = cls.server.create_repository("Wharf_3/open", "--public")
        for repository in (cls.private, cls.public):
            assert repository.publish(sample("goods", files=GOODS)[0]).status == 200
        cls.secrets = {
            "api_key": cls.server.create_key("work", "--user", "porter", "--scope", "publish"),
            "entitlement_token": cls.server.create_entitlement(cls.private.name, "reader"),
            "user": "porter",
            "password": PASSWORD,
        }

    def setUp(self):
        self.local = threading.local()

    def pages(self, repository, key=None):
        """{selection: page, or the sentence that refuses it}, for every combination of what the route offers."""
        shown = json.loads(ask(self.server, repository.name, key).body)
        values = [[choice["value"] for choice in shown["choices"][name]] for name in DIMENSIONS]
        pages = {}
        for selection in itertools.product(*values):
            answer = ask(self.server, repository.name, key, **dict(zip(DIMENSIONS, selection)))
            self.assertIn(answer.status, (200, 422), answer.body)
            body = json.loads(answer.body)
            pages[selection] = body if answer.status == 200 else body["detail"]
        return pages

    def check_choices(self, pages):
        """What a page says of a choice is what happens to whoever makes it."""
        for selection, page in pages.items():
            if isinstance(page, str):
                continue
            for at, name in enumerate(DIMENSIONS):
                for choice in page["choices"][name]:
                    other = pages[(*selection[:at], choice["value"], *selection[at + 1 :])]
                    self.assertEqual(choice["is_fitting"], not isinstance(other, str), (selection, name, choice))
                    self.assertEqual(choice["why_not"], other if isinstance(other, str) else None)

    def perform(self, repository, page, task):
        """Follows a page for one task, and looks whether it is done."""
        package = f"made-{next(self.numbers)}" if task in ("publish", "upload") else "consumer"
        folder = tempfile.mkdtemp(prefix="entrepot-e2e-setup-")
        follower = Follower(folder, self.secrets, package, 'goods = "1"' if task == "mirror" else "")
        try:
            if task != "upload":  # which looks for what was packed
                follower.environment["CARGO_TARGET_DIR"] = str(self.target_folder())
            follower.follow(sections_for(page, task))
            self.check_done(repository, page, task, follower, package)
        finally:
            follower.close()

    def target_folder(self):
        """One for each thread that builds, so that none waits for another's lock."""
        if not hasattr(self.local, "target"):
            self.local.target = pathlib.Path(tempfile.mkdtemp(prefix="entrepot-e2e-target-"))
            self.addCleanup(shutil.rmtree, self.local.target, ignore_errors=True)
        return self.local.target

    def check_done(self, repository, page, task, follower, package):
        if task == "depend":
            assert '[[package]]\nname = "goods"' in follower.lock(), follower.lock()
            assert CRATES_IO not in follower.lock(), follower.lock()
        elif task == "mirror":
            assert f'name = "goods"\nversion = "1.0.0"\nsource = "{CRATES_IO}"' in follower.lock(), follower.lock()
        elif task == "install":
            said = subprocess.run([follower.program("goods")], capture_output=True, text=True, check=True).stdout
            assert said == "goods\n", said
        else:
            assert [line["vers"] for line in repository.lines(package)] == ["0.1.0"], package
            if task == "publish":
                assert f'publish = ["{page["registry"]}"]' in (follower.project / "Cargo.toml").read_text()

    def follow_everything(self, repository, key=None):
        pages = self.pages(repository, key)
        self.check_choices(pages)
        todo = {}
        for selection, page in pages.items():
            for task in [] if isinstance(page, str) else page["chosen"]["task"]:
                todo.setdefault((task, fingerprint(sections_for(page, task))), (selection, page))
        failures = []

        def one(task, selection, page):
            try:
                self.perform(repository, page, task)
            except Exception as failure:  # each is told with the page it is of
                failures.append(f"{task} with {' '.join(selection)}:\n{failure}")

        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            for (task, _), (selection, page) in todo.items():
                pool.submit(one, task, selection, page)
        self.assertFalse(failures, f"{len(failures)} of {len(todo)}:\n\n" + "\n\n".join(failures[:20]))
        return pages, todo


@needs_cargo(1, 74, "a set-up page")
@unittest.skipUnless(has_git(), "git is not installed")
class EveryPage(Pages):
    def test_every_line_for_a_private_repository(self):
        pages, todo = self.follow_everything(self.private, self.secrets["api_key"])
        self.assertGreater(sum(not isinstance(page, str) for page in pages.values()), 80)
        self.assertEqual({task for task, _ in todo}, {"depend", "install", "publish", "mirror", "upload"})

    def test_every_line_for_a_public_repository(self):
        pages, todo = self.follow_everything(self.public)
        self.assertGreater(sum(not isinstance(page, str) for page in pages.values()), 70)
        self.assertEqual({task for task, _ in todo}, {"depend", "install", "publish", "mirror", "upload"})
        self.assertTrue(any("{{user}}" in code for _, code in todo))

    def test_a_name_of_ones_own_and_a_named_version(self):
        for store in ("config", "environment", "gitlab"):
            chosen = {"store": store, "registry": "Own_name-2", "crate": "Goods", "version": "1.0.0"}
            page = json.loads(ask(self.server, self.private.name, self.secrets["api_key"], **chosen).body)
            for task in ("depend", "install"):
                self.perform(self.private, page, task)


@needs_cargo(1, 74, "a set-up page")
@unittest.skipUnless(has_git(), "git is not installed")
class BelowABasePath(Pages):
    """A server whose URL has a path: one page of each kind."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        assert cls.server.stop() == 0
        cls.server.options = ["--public-url", f"http://127.0.0.1:{cls.server.port}/rust"]
        cls.server.start(cls.server.port)

    def test_one_page_of_each_kind(self):
        kinds = ({"protocol": "sparse"}, {"protocol": "git"}, {"protocol": "sparse-token", "cargo": "1.68"})
        for kind in kinds:
            with self.subTest(**kind):
                page = json.loads(ask(self.server, self.private.name, self.secrets["api_key"], **kind).body)
                self.assertIn(f"{self.server.port}/rust/", page["index"])
                self.perform(self.private, page, "depend")


class Command(Pages):
    """`entrepot setup` says what the route says."""

    def test_json_is_the_answer_of_the_route(self):
        shown = self.server.cli("setup", self.private.name, "--store", "gitlab", "--task", "depend", "--task", "publish")
        answer = ask(self.server, self.private.name, self.server.key, store="gitlab", task="depend,publish")
        self.assertEqual(shown, json.loads(answer.body))

    def test_a_page_for_people_has_every_line_of_code(self):
        text = self.server.command("setup", self.private.name, "--crate", "goods@1.0.0").stdout
        page = json.loads(ask(self.server, self.private.name, self.server.key, version="1.0.0").body)
        for section in page["sections"]:
            self.assertIn(f"## {section['title']}\n", text)
            for step in section["steps"]:
                code = step["code"].replace("{{api_key}}", "YOUR_API_KEY")
                self.assertIn(f"```{step['language']}\n{code}```\n", text)
                if step["file"]:
                    self.assertIn(f"File: {step['file']}\n", text)
        for trouble in page["troubleshooting"]:
            self.assertIn(trouble["error"] + "\n", text)
        self.assertIn("cargo install goods --version 1.0.0 --registry", text)

    def test_a_secret_is_shown_to_whoever_asks_for_it_only(self):
        for form in ("table", "json"):
            plain = self.server.command("setup", self.private.name, "--format", form).stdout
            self.assertNotIn(self.server.key, plain)
            shown = self.server.command("setup", self.private.name, "--format", form, "--show-secret").stdout
            self.assertIn(f"Token {self.server.key}", shown)
        token = self.server.command("setup", self.private.name, "--credential", "entitlement", "--show-secret").stdout
        self.assertNotIn(self.server.key, token)
        self.assertIn("Token YOUR_ENTITLEMENT_TOKEN", token)

    def test_anybody_may_ask_about_a_public_repository(self):
        said = self.server.offline("setup", self.public.name, "--url", self.server.url).stdout
        self.assertIn("sparse+" + self.server.url + "/public/", said)
        refused = self.server.offline("setup", self.public.name, "--url", self.server.url, "--show-secret", expect=1)
        self.assertIn("no API key", refused.stderr)

    def test_what_does_not_fit_is_refused_with_the_sentence(self):
        with self.assertRaises(CommandFailed) as refused:
            self.server.command("setup", self.private.name, "--cargo", "older", "--protocol", "sparse")
        self.assertEqual(refused.exception.code, FAILED)
        self.assertIn("Cargo before 1.68 knows no sparse index", refused.exception.stderr)


if __name__ == "__main__":
    unittest.main()
