"""Logging in from a terminal and from a pipe, where keys are kept, and profiles."""

import json
import os
import pty
import re
import select
import signal
import subprocess
import termios
import time
import unittest

from support.server import CONFLICT, FAILED, NOT_ALLOWED, NOT_FOUND, TRY_AGAIN, USAGE, ServerCase, clean_environment

PASSWORD = "a long enough password"


def usual_signals():
    """Whatever runs the tests may ignore some."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGTSTP):
        signal.signal(number, signal.SIG_DFL)


class Terminal:
    """A program on a terminal of its own, in a process group of its own: one of a new session could not be stopped."""

    def __init__(self, command, environment):
        self.master, slave = pty.openpty()
        self.process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environment,
            process_group=0,
            preexec_fn=usual_signals,
        )
        os.close(slave)
        self.text = ""

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self.master)

    def wait_for(self, pattern, seconds=20):
        deadline = time.monotonic() + seconds
        while not re.search(pattern, self.text):
            ready, _, _ = select.select([self.master], [], [], max(0, deadline - time.monotonic()))
            assert ready, f"no {pattern!r} in {self.text!r}"
            try:
                data = os.read(self.master, 4096)
            except OSError:
                data = b""
            assert data, f"it ended with {self.text!r}, without {pattern!r}"
            self.text += data.decode()

    def type(self, line):
        os.write(self.master, line.encode() + b"\n")

    def end(self):
        code = self.process.wait(20)
        while select.select([self.master], [], [], 0)[0]:
            try:
                self.text += os.read(self.master, 4096).decode()
            except OSError:
                break
        return code

    def echoes(self):
        return bool(termios.tcgetattr(self.master)[3] & termios.ECHO)

    def wait_until_silent(self):
        deadline = time.monotonic() + 10
        while self.echoes():
            assert time.monotonic() < deadline, "the terminal goes on showing what is typed"
            time.sleep(0.01)


class LoginCase(ServerCase):
    def setUp(self):
        self.home = self.folder()
        self.file = self.home / ".config" / "entrepot" / "credentials.toml"

    def environment(self, **more):
        kept = {key: value for key, value in clean_environment().items() if not key.startswith("XDG_")}
        return kept | {"HOME": str(self.home)} | more

    def run_cli(self, *arguments, expect=0, stdin="", **environment):
        done = subprocess.run(
            [self.server.binary, *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            env=self.environment(**environment),
        )
        self.assertEqual(done.returncode, expect, done.stdout + done.stderr)
        self.assertNotIn(self.server.key, done.stdout + done.stderr)
        return done

    def terminal(self, *arguments):
        terminal = Terminal([self.server.binary, *arguments], self.environment())
        self.addCleanup(terminal.close)
        return terminal


class Login(LoginCase):
    def test_with_a_key_from_a_pipe(self):
        url = ("--url", self.server.url)
        done = self.run_cli("login", *url, "--api-key-stdin", stdin=self.server.key + "\n")
        self.assertIn("as admin", done.stdout)
        self.assertEqual(self.file.stat().st_mode & 0o777, 0o600)
        self.assertEqual(self.file.parent.stat().st_mode & 0o777, 0o700)
        self.assertIn("admin at " + self.server.url, self.run_cli("whoami").stdout)
        told = json.loads(self.run_cli("whoami", "-v", "--json").stdout)
        self.assertEqual((told["slug"], told["profile"], told["server"]["url"]), ("admin", "default", self.server.url))
        self.assertIn("credentials.toml", self.run_cli("whoami", "-v").stdout)
        done = self.run_cli("logout")
        self.assertIn("still works", done.stdout)
        self.assertNotIn(self.server.key, self.file.read_text())
        self.run_cli("whoami", *url, expect=FAILED)
        self.assertEqual(self.server.get("/v1/user/self/", headers={"X-Api-Key": self.server.key}).status, 200)

    def test_with_a_password_makes_a_key_that_logout_revokes(self):
        self.server.create_user("porter", PASSWORD)
        answer = self.run_cli(
            "login", "--url", self.server.url, "--user", "porter", "--password-stdin", "--json", stdin=PASSWORD + "\n"
        )
        self.assertEqual(json.loads(answer.stdout)["user"], "porter")
        self.assertNotIn(PASSWORD, self.file.read_text())
        key = re.search(r'api-key = "([^"]+)"', self.file.read_text())[1]
        self.server.secrets.add(key)
        self.assertEqual(self.server.get("/v1/user/self/", headers={"X-Api-Key": key}).json()["slug"], "porter")
        # Again: the key of before is of no use any more.
        self.run_cli("login", "--user", "porter", "--password-stdin", stdin=PASSWORD + "\n")
        self.assertEqual(self.server.get("/v1/user/self/", headers={"X-Api-Key": key}).status, 401)
        key = re.search(r'api-key = "([^"]+)"', self.file.read_text())[1]
        self.server.secrets.add(key)
        self.assertIn("works no more", self.run_cli("logout").stdout)
        self.assertEqual(self.server.get("/v1/user/self/", headers={"X-Api-Key": key}).status, 401)
        self.run_cli("logout")

    def test_stores_nothing_that_the_server_does_not_take(self):
        wrong = "ent_" + "6" * 40
        done = self.run_cli("login", "--url", self.server.url, "--api-key-stdin", stdin=wrong, expect=NOT_ALLOWED)
        self.assertIn("Nothing was stored", done.stderr)
        by_password = ("login", "--url", self.server.url, "--user", "admin", "--password-stdin")
        self.run_cli(*by_password, stdin="x", expect=NOT_ALLOWED)
        self.run_cli("login", "--url", "http://127.0.0.1:9", "--api-key-stdin", stdin=wrong, expect=TRY_AGAIN)
        self.run_cli("login", "--url", "gopher://x", "--api-key-stdin", stdin=wrong, expect=USAGE)
        self.run_cli("login", "--url", self.server.url, expect=FAILED)  # nobody to ask
        self.assertFalse(self.file.exists())

    def test_keys_that_others_can_read_are_refused(self):
        self.run_cli("login", "--url", self.server.url, "--api-key-stdin", stdin=self.server.key)
        self.file.chmod(0o644)
        done = self.run_cli("whoami", expect=USAGE)
        self.assertIn(f"chmod 600 {self.file}", done.stderr)
        # Who has variables needs no file.
        self.run_cli("whoami", ENTREPOT_URL=self.server.url, ENTREPOT_API_KEY=self.server.key)

    def test_profiles(self):
        url = ("--url", self.server.url)
        self.run_cli("login", "-P", "work", *url, "--api-key-stdin", stdin=self.server.key)
        self.run_cli("whoami", *url, expect=FAILED)
        self.run_cli("whoami", "-P", "work")
        self.run_cli("whoami", ENTREPOT_PROFILE="work")
        self.assertIn("login --profile play", self.run_cli("whoami", "--profile", "play", expect=USAGE).stderr)
        # A key stays with its server.
        done = self.run_cli("repos", "list", "-P", "work", "--url", "http://127.0.0.1:9", expect=TRY_AGAIN)
        self.assertIn("stays there", done.stderr)
        elsewhere = self.home / "keys" / "entrepot.toml"
        (self.file.parent / "config.toml").write_text(
            f'default-profile = "play"\n[profiles.play]\nurl = "{self.server.url}"\ncredentials-file = "{elsewhere}"\n'
        )
        self.run_cli("login", "--api-key-stdin", stdin=self.server.key)
        self.assertEqual(elsewhere.stat().st_mode & 0o777, 0o600)
        self.run_cli("whoami")
        (self.file.parent / "config.toml").write_text("profiles = 7")
        self.assertIn("config.toml", self.run_cli("whoami", expect=USAGE).stderr)

    def test_asks_on_a_terminal_and_shows_no_secret(self):
        self.server.create_user("usher", PASSWORD)
        terminal = self.terminal("login")
        terminal.wait_for("URL of the server")
        terminal.type(self.server.url)
        terminal.wait_for("User name")
        terminal.type("usher")
        terminal.wait_for("Password: ")
        terminal.wait_until_silent()
        terminal.type(PASSWORD)
        self.assertEqual(terminal.end(), 0, terminal.text)
        self.assertIn("Logged in to", terminal.text)
        self.assertNotIn(PASSWORD, terminal.text)
        self.assertTrue(terminal.echoes())
        self.server.secrets.add(re.search(r'api-key = "([^"]+)"', self.file.read_text())[1])

    def test_a_signal_leaves_the_terminal_as_it_was(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            with self.subTest(signal=number):
                terminal = self.terminal("login", "--url", self.server.url, "--user", "admin")
                terminal.wait_for("Password: ")
                terminal.wait_until_silent()
                terminal.process.send_signal(number)
                self.assertEqual(terminal.process.wait(20), -number)
                self.assertTrue(terminal.echoes())

    def test_stopped_and_continued_it_asks_again(self):
        terminal = self.terminal("login", "--url", self.server.url, "--user", "admin")
        terminal.wait_for("Password: ")
        terminal.wait_until_silent()
        terminal.process.send_signal(signal.SIGTSTP)
        deadline = time.monotonic() + 10
        while not terminal.echoes():
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.01)
        terminal.process.send_signal(signal.SIGCONT)
        terminal.wait_for("Password: [^P]*Password: ")
        terminal.wait_until_silent()
        terminal.type("wrong")
        self.assertEqual(terminal.end(), NOT_ALLOWED, terminal.text)
        self.assertTrue(terminal.echoes())


class ExitCodes(LoginCase):
    def test_hold(self):
        url = {"ENTREPOT_URL": self.server.url}
        admin = url | {"ENTREPOT_API_KEY": self.server.key}
        table = self.run_cli("help", "exit-codes").stdout
        for code, arguments, environment in (
            (0, ("repos", "list"), admin),
            (FAILED, ("whoami",), url),
            (FAILED, ("repos", "update", "admin/codes", "--publish-rule", "no_such_rule=1"), admin),
            (USAGE, ("repos", "create", "no-slash", "--public"), admin),
            (USAGE, ("repos", "list", "--format", "xml"), admin),
            (NOT_FOUND, ("repos", "get", "admin/nothing"), admin),
            (NOT_FOUND, ("status", "admin/codes/tea@1.0.0"), admin),
            (NOT_ALLOWED, ("keys", "list"), url),
            (NOT_ALLOWED, ("repos", "list"), url | {"ENTREPOT_API_KEY": "ent_" + "7" * 40}),
            (CONFLICT, ("repos", "create", "admin/codes", "--public"), admin),
            (TRY_AGAIN, ("repos", "list"), admin | {"ENTREPOT_URL": "http://127.0.0.1:9"}),
        ):
            if code == FAILED and arguments[0] == "repos":
                self.server.create_repository("codes")
            with self.subTest(code=code, arguments=arguments):
                done = self.run_cli(*arguments, expect=code, **environment)
                self.assertIn(f"  {code}  ", table)
                if code not in (0, USAGE):
                    done = self.run_cli(*arguments, "--format", "json", expect=code, **environment)
                    self.check_error_document(arguments, done)

    def check_error_document(self, arguments, done):
        document = json.loads(done.stdout)
        if arguments == ("whoami",):
            self.assertEqual(document, {"authenticated": False, "slug": None})
        else:
            self.assertEqual(set(document) - {"fields"}, {"detail", "meta"})
            self.assertEqual(set(document["meta"]), {"code", "description"})
        self.assertTrue(done.stderr.startswith("entrepot: "))


if __name__ == "__main__":
    unittest.main()
