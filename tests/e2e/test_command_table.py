"""What must hold for every command: its forms of output, its place in completions, man page and documentation."""

import json
import pathlib
import re
import shutil
import subprocess
import unittest

from support.crate import archive, metadata
from support.environment import BINARY
from support.server import ServerCase, clean_environment

ROOT = pathlib.Path(__file__).resolve().parents[2]


def entrepot(*arguments):
    done = subprocess.run(
        [BINARY, *arguments], capture_output=True, text=True, timeout=60, check=True, env=clean_environment()
    )
    return done.stdout


def flags_of(text):
    names = re.findall(r"^- `((?:-\w, )?-[^ `]+)", text, flags=re.MULTILINE)
    return [flag for both in names for flag in both.split(", ")]


def command_table():
    """{"repos list": [flags]} of every command that does something, read from the documentation made of the table."""
    before, *sections = re.split(r"^### `entrepot ", entrepot("man", "--markdown"), flags=re.MULTILINE)
    table = {}
    for section in sections:
        has_common = "- and those of every command that talks to a server\n" in section
        table[section[: section.index("`")]] = flags_of(section) + (flags_of(before) if has_common else [])
    return table


class Formats(ServerCase):
    """Every client command once in each form, in an order in which each finds what it needs."""

    # Command, arguments, standard input. {r} is a repository of the round, {o} an organisation, {u} a user.
    EXAMPLES = (
        ("whoami", "-v", ""),
        ("login", "--api-key-stdin", "{key}"),
        ("logout", "", ""),
        ("users create", "{u} --password-stdin", "a long enough password"),
        ("users list", "", ""),
        ("users password", "{u} --password-stdin", "another long password"),
        ("users disable", "{u}", ""),
        ("users enable", "{u}", ""),
        ("orgs create", "{o}", ""),
        ("orgs list", "", ""),
        ("orgs members add", "{o} {u}", ""),
        ("orgs members update", "{o} {u} --role Manager", ""),
        ("orgs members list", "{o}", ""),
        ("repos create", "{o}/{r} --private", ""),
        ("repos create", "{o}/other --private", ""),
        ("repos list", "", ""),
        ("repos get", "{o}/{r}", ""),
        ("repos update", "{o}/{r} --description text --setting copy_own=false", ""),
        ("setup", "{o}/{r} --store gitlab", ""),
        ("keys create", "--name {r}", ""),
        ("keys list", "", ""),
        ("keys revoke", "{slug_perm}", ""),
        ("entitlements create", "{o}/{r} --name shop", ""),
        ("entitlements list", "{o}/{r}", ""),
        ("entitlements update", "{o}/{r} {entitlement} --limit-num-downloads 5", ""),
        ("entitlements restrict", "{o}/{r} {entitlement} --limit-num-clients 5", ""),
        ("entitlements disable", "{o}/{r} {entitlement}", ""),
        ("entitlements enable", "{o}/{r} {entitlement}", ""),
        ("entitlements reset", "{o}/{r} {entitlement}", ""),
        ("entitlements refresh", "{o}/{r} {entitlement}", ""),
        ("entitlements delete", "{o}/{r} {entitlement}", ""),
        ("entitlements sync", "{o}/{r} other", ""),
        ("repos privileges set", "{o}/{r} {u} --privilege Write", ""),
        ("repos privileges list", "{o}/{r}", ""),
        ("repos privileges remove", "{o}/{r} {u}", ""),
        ("orgs members remove", "{o} {u}", ""),
        ("check service", "", ""),
        ("check rates", "", ""),
        ("push cargo", "{o}/{r} {file}", ""),
        ("list packages", "{o}/{r}", ""),
        ("status", "{o}/{r}/tea@1.0.0", ""),
        ("dependencies", "{o}/{r}/tea@1.0.0", ""),
        ("download", "{o}/{r}/tea@1.0.0 --output {target}", ""),
        ("quota limits", "{o}", ""),
        ("quota history", "{o}", ""),
        ("metrics packages", "{o}/{r} --start 2020-01-01", ""),
        ("metrics tokens", "{o}/{r}", ""),
        ("tags add", "{o}/{r}/tea@1.0.0 good", ""),
        ("tags replace", "{o}/{r}/tea@1.0.0 good", ""),
        ("tags list", "{o}/{r}/tea@1.0.0", ""),
        ("tags remove", "{o}/{r}/tea@1.0.0 good", ""),
        ("tags clear", "{o}/{r}/tea@1.0.0", ""),
        ("quarantine add", "{o}/{r}/tea@1.0.0", ""),
        ("quarantine remove", "{o}/{r}/tea@1.0.0", ""),
        ("copy", "{o}/{r}/tea@1.0.0 other", ""),
        ("delete", "{o}/{r}/tea@1.0.0 --yes", ""),
        ("move", "{o}/other/tea@1.0.0 {r}-moved", ""),
        ("promote", "{o}/{r}-moved/tea@1.0.0 {r}-last", ""),
        ("list deleted", "{o}/{r}", ""),
        ("restore", "{o}/{r} {deleted}", ""),
        ("repos delete", "{o}/{r} --yes", ""),
    )

    def test_every_client_command_has_an_example_here(self):
        takes_format = {name for name, flags in command_table().items() if "--format" in flags}
        self.assertEqual(takes_format, {name for name, _, _ in self.EXAMPLES})

    def run_round(self, form, check):
        folder = self.folder()
        file = folder / "tea-1.0.0.crate"
        file.write_bytes(archive(metadata("tea", "1.0.0")))
        word = form.replace("_", "-")
        values = {"o": f"org-{word}", "r": f"repo-{word}", "u": f"user-{word}", "key": self.server.key}
        values |= {"file": file, "target": folder / "fetched", "slug_perm": "", "entitlement": "", "deleted": ""}
        for name, arguments, stdin in self.EXAMPLES:
            with self.subTest(command=name, form=form):
                if name == "keys revoke":
                    values["slug_perm"] = self.server.cli("keys", "list")[0]["slug_perm"]
                if name == "entitlements update":
                    shown = self.server.cli("entitlements", "list", f"{values['o']}/{values['r']}")
                    values["entitlement"] = next(one["slug_perm"] for one in shown if not one["default"])
                if name == "move":
                    for last in ("moved", "last"):
                        self.server.cli("repos", "create", f"{values['o']}/{values['r']}-{last}", "--private")
                if name == "restore":
                    deleted = self.server.cli("list", "deleted", f"{values['o']}/{values['r']}")
                    values["deleted"] = deleted[0]["slug_perm"]
                words = [*name.split(), *arguments.format(**values).split(), "--format", form]
                done = subprocess.run(
                    [BINARY, *words],
                    input=stdin.format(**values),
                    capture_output=True,
                    text=True,
                    timeout=60,
                    check=False,
                    env=clean_environment(
                        ENTREPOT_URL=self.server.url, ENTREPOT_API_KEY=self.server.key, XDG_CONFIG_HOME=str(folder)
                    ),
                )
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
                check(done.stdout)

    def test_json_is_one_document_on_one_line(self):
        def check(text):
            self.assertEqual(text.count("\n"), 1, text)
            json.loads(text)

        self.run_round("json", check)

    def test_pretty_json_is_one_document_over_lines(self):
        def check(text):
            value = json.loads(text)
            self.assertTrue(text.endswith("\n"))
            if isinstance(value, (dict, list)) and value:
                self.assertGreater(text.count("\n"), 2)

        self.run_round("pretty_json", check)

    def test_a_table_is_for_people(self):
        def check(text):
            self.assertTrue(text.strip())
            self.assertFalse(text.startswith(("{", "[")), text)
            self.assertNotIn("\t", text)

        self.run_round("table", check)


class Documentation(unittest.TestCase):
    def test_the_page_of_commands_is_that_of_the_table(self):
        self.assertEqual(
            (ROOT / "docs" / "cli.md").read_text(), entrepot("man", "--markdown"), "run `make docs` to write it again"
        )

    def test_the_first_crate_of_the_readme_is_what_the_first_start_prints(self):
        readme = (ROOT / "README.md").read_text()
        section = re.search(r"<!-- first-crate: .*? -->\n(.*?)<!-- end of first-crate -->\n", readme, re.S)
        self.assertEqual(section[1], entrepot("first-crate", "--markdown"), "run `make docs` to write it again")

    def test_the_man_page_is_roff_without_a_warning_and_has_every_command(self):
        page = entrepot("man")
        if not shutil.which("groff"):
            self.skipTest("groff is not installed")
        command = ["groff", "-man", "-Tutf8", "-ww", "-P-c"]
        done = subprocess.run(command, input=page, capture_output=True, text=True, timeout=60, check=True)
        self.assertEqual(done.stderr, "")
        shown = re.sub(r"\x1b\[[0-9;]*m|.\x08", "", done.stdout)
        shown = re.sub(r"[‐−]", "-", re.sub(r"\s+", " ", shown))
        for name, flags in command_table().items():
            self.assertIn(f"entrepot {name}", shown)
            for flag in flags:
                self.assertIn(flag, shown, name)


class Completion(unittest.TestCase):
    def complete_bash(self, *words):
        """What bash would offer for the last of the words."""
        script = (
            "set -eu; source <($1 completion bash); shift; COMP_WORDS=(entrepot \"$@\"); COMP_CWORD=$#; "
            "compopt() { :; }; _entrepot; printf '%s\\n' \"${COMPREPLY[@]}\""
        )
        done = subprocess.run(
            ["bash", "-c", script, "bash", BINARY, *words],
            capture_output=True,
            text=True,
            timeout=20,
            check=True,
            cwd=ROOT,
            env=clean_environment(),
        )
        self.assertEqual(done.stderr, "")
        return [line for line in done.stdout.splitlines() if line]

    def test_bash_offers_commands_flags_words_and_files(self):
        self.assertIn("push", self.complete_bash(""))
        self.assertIn("help", self.complete_bash("he"))
        self.assertEqual(self.complete_bash("pu"), ["push"])
        self.assertEqual(self.complete_bash("list", ""), ["packages", "deleted"])
        self.assertEqual(self.complete_bash("orgs", "members", "up"), ["update"])
        self.assertEqual(self.complete_bash("help", "orgs", "mem"), ["members"])
        self.assertIn("exit-codes", self.complete_bash("help", ""))
        self.assertEqual(self.complete_bash("repos", "list", "--format", ""), ["table", "json", "pretty_json"])
        self.assertEqual(self.complete_bash("repos", "list", "--format", "=", "pre"), ["pretty_json"])
        self.assertEqual(self.complete_bash("keys", "create", "--scope", "p"), ["publish"])
        self.assertEqual(self.complete_bash("push", "cargo", "a/b", "--skip"), ["--skip-errors", "--skip-existing"])
        self.assertEqual(self.complete_bash("push", "cargo", "a/b", "READ"), ["README.md"])
        self.assertEqual(self.complete_bash("whoami", "--api-key-file", "READ"), ["README.md"])
        self.assertEqual(self.complete_bash("serve", "--data", "src/cl"), ["src/cli"])
        self.assertEqual(self.complete_bash("serve", "--log-level", "w"), ["warning"])
        self.assertEqual(self.complete_bash("push", "cargo", "a/b", "--tags", "x"), [])

    def test_bash_offers_every_command_and_flag_of_the_table(self):
        for name, flags in command_table().items():
            words = name.split()
            self.assertIn(words[-1], self.complete_bash(*words[:-1], ""))
            self.assertEqual(set(flags) - set(self.complete_bash(*words, "-")), set(), name)

    def test_fish_offers_the_same(self):
        if not shutil.which("fish"):
            self.skipTest("fish is not installed")

        def complete(line):
            script = "$argv[1] completion fish | source; complete -C $argv[2]"
            done = subprocess.run(
                ["fish", "--no-config", "-c", script, BINARY, f"entrepot {line}"],
                capture_output=True,
                text=True,
                timeout=20,
                check=True,
                cwd=ROOT,
            )
            self.assertEqual(done.stderr, "")
            return [offer.split("\t")[0] for offer in done.stdout.splitlines()]

        self.assertIn("push", complete(""))
        self.assertEqual(set(complete("list ")), {"packages", "deleted"})
        self.assertEqual(set(complete("repos list --format ")), {"table", "json", "pretty_json"})
        self.assertIn("--skip-existing", complete("push cargo a/b --skip"))
        self.assertIn("README.md", complete("push cargo a/b READ"))

    def test_zsh_takes_the_script(self):
        if not shutil.which("zsh"):
            self.skipTest("zsh is not installed")
        load = "autoload -U compinit; compinit -D -u; source /dev/stdin; (( $+functions[_entrepot] ))"
        for command in (["zsh", "-f", "-n", "/dev/stdin"], ["zsh", "-f", "-c", load]):
            done = subprocess.run(
                command, input=entrepot("completion", "zsh"), capture_output=True, text=True, timeout=30, check=False
            )
            self.assertEqual((done.returncode, done.stderr), (0, ""))


if __name__ == "__main__":
    unittest.main()
