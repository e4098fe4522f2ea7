"""Each way in which a user can tell cargo where the registry is and who they are (Cargo book, "Registries" and
"Registry Authentication"). Every way publishes or builds for real."""

import base64
import unittest

from support.cargo import Cargo
from support.crate import sample
from support.server import ServerCase

# The smallest provider (Cargo book, "Credential Provider Protocol"): hello, then one token for every question.
PROVIDER_SCRIPT = """#!/bin/sh
echo '{{"v":[1]}}'
while read -r line; do
  echo "$line" >> {seen}
  echo '{{"Ok":{{"kind":"get","token":"{token}","cache":"session","operation_independent":true}}}}'
done
"""

PROVIDER = '[registry]\nglobal-credential-providers = ["cargo:token"]\n'


class WaysToConfigureCargo(ServerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.private = cls.server.create_repository("private-goods")
        cls.public = cls.server.create_repository("public-goods", "--public")
        for repository in (cls.private, cls.public):
            assert repository.publish(sample("goods")[0]).status == 200
        cls.entitlement = cls.server.create_entitlement(cls.private.name, "reader")
        cls.password = "correct horse battery staple"
        cls.server.create_user("porter", cls.password)

    def setUp(self):
        self.cargo = Cargo(self.folder())

    def builds(self, expect=0, **environment):
        project = self.cargo.project("consumer", 'goods = { version = "1", registry = "house" }')
        return self.cargo.run("check", cwd=project, expect=expect, **environment)

    def test_project_folder_config_toml_and_credentials_toml(self):
        project = self.cargo.project("consumer", 'goods = { version = "1", registry = "house" }')
        self.cargo.configure(f'{PROVIDER}[registries.house]\nindex = "{self.private.index()}"\n', path=project)
        (self.cargo.home / "credentials.toml").write_text(f'[registries.house]\ntoken = "{self.server.key}"\n')
        self.cargo.run("check", cwd=project)

    def test_environment_alone(self):
        self.builds(
            CARGO_REGISTRIES_HOUSE_INDEX=self.private.index(),
            CARGO_REGISTRIES_HOUSE_TOKEN=self.server.key,
            CARGO_REGISTRIES_HOUSE_CREDENTIAL_PROVIDER="cargo:token",
        )

    def test_environment_publishes(self):
        project = self.cargo.project("by-environment")
        self.cargo.run(
            "publish",
            "--registry",
            "house",
            cwd=project,
            CARGO_REGISTRIES_HOUSE_INDEX=self.private.index(),
            CARGO_REGISTRIES_HOUSE_TOKEN=self.server.key,
            CARGO_REGISTRIES_HOUSE_CREDENTIAL_PROVIDER="cargo:token",
        )
        self.assertEqual([line["vers"] for line in self.private.lines("by-environment")], ["0.1.0"])

    def test_cargo_login_reads_the_token_from_standard_input(self):
        self.cargo.use(self.private.index())
        self.cargo.run("login", "--registry", "house", stdin=self.server.key + "\n")
        self.assertIn(self.server.key, (self.cargo.home / "credentials.toml").read_text())
        self.builds()

    def test_cargo_logout_ends_it(self):
        self.cargo.use(self.private.index(), token=self.server.key)
        self.cargo.run("logout", "--registry", "house")
        self.assertIn("cargo login --registry house", self.builds(expect=101).stderr)

    def test_a_provider_that_runs_a_command(self):
        token_file = self.cargo.folder / "token"
        token_file.write_text(self.server.key)
        self.cargo.configure(
            f'[registries.house]\nindex = "{self.private.index()}"\n'
            f'credential-provider = ["cargo:token-from-stdout", "cat", "{token_file}"]\n'
        )
        self.builds()

    def test_every_form_of_the_header_token(self):
        def basic(text):
            return "Basic " + base64.b64encode(text.encode()).decode()

        key = self.server.key
        for name, token in {
            "bare": key,
            "bearer": f"Bearer {key}",
            "token": f"Token {key}",
            "basic user": basic(f"admin:{key}"),
            "basic token": basic(f"token:{key}"),
            "basic empty password": basic(f"{key}:"),
            "entitlement": self.entitlement,
            "entitlement bearer": f"Bearer {self.entitlement}",
            "entitlement basic": basic(f"token:{self.entitlement}"),
        }.items():
            with self.subTest(form=name):
                self.cargo = Cargo(self.folder()).use(self.private.index(), token=token)
                self.builds()

    def test_a_user_name_and_password(self):
        self.server.cli("orgs", "create", "wharf")
        self.server.cli("orgs", "members", "add", "wharf", "porter", "--role", "Member")
        repository = self.server.create_repository("wharf/goods")
        self.assertEqual(repository.publish(sample("goods")[0]).status, 200)
        token = "Basic " + base64.b64encode(f"porter:{self.password}".encode()).decode()
        self.cargo.use(repository.index(), token=token)
        self.builds()

    def test_an_entitlement_in_the_path_needs_no_header(self):
        self.cargo.use(self.private.index(access=self.entitlement), provider=False)
        self.builds()

    def test_an_entitlement_in_the_path_does_not_publish(self):
        self.cargo.use(self.private.index(access=self.entitlement), token=self.entitlement)
        done = self.cargo.run("publish", "--registry", "house", cwd=self.cargo.project("by-path"), expect=101)
        self.assertIn("403", done.stderr)
        self.assertEqual(self.private.lines("by-path"), [])

    def test_a_path_reader_publishes_with_a_key_in_the_header(self):
        self.cargo.use(self.private.index(access=self.entitlement), token=self.server.key)
        self.cargo.run("publish", "--registry", "house", cwd=self.cargo.project("by-path-and-key"))
        self.assertEqual(len(self.private.lines("by-path-and-key")), 1)

    def test_a_public_repository_asks_nobody(self):
        for access in ("public", "basic"):
            with self.subTest(access=access):
                self.cargo = Cargo(self.folder()).use(self.public.index(access=access), provider=False)
                self.builds()

    def test_a_public_repository_is_published_to_with_a_key(self):
        self.cargo.use(self.public.index(access="public"), token=self.server.key)
        self.cargo.run("publish", "--registry", "house", cwd=self.cargo.project("open-goods"))
        self.assertEqual(len(self.public.lines("open-goods")), 1)

    def test_the_registry_is_the_default_for_commands(self):
        self.cargo.configure(
            f'[registry]\ndefault = "house"\nglobal-credential-providers = ["cargo:token"]\n'
            f'[registries.house]\nindex = "{self.private.index()}"\n'
        )
        (self.cargo.home / "credentials.toml").write_text(f'[registries.house]\ntoken = "{self.server.key}"\n')
        self.cargo.run("publish", cwd=self.cargo.project("by-default"))
        self.assertEqual(len(self.private.lines("by-default")), 1)

    def test_without_a_token_cargo_says_how_to_log_in(self):
        self.cargo.use(self.private.index())
        self.assertIn("cargo login --registry house", self.builds(expect=101).stderr)

    def test_a_provider_is_told_where_to_log_in(self):
        """What a credential provider is given of the 401: the address of the login page."""
        seen = self.cargo.folder / "seen"
        provider = self.cargo.folder / "provider"
        provider.write_text(PROVIDER_SCRIPT.format(seen=seen, token=self.server.key))
        provider.chmod(0o755)
        self.cargo.configure(
            f'[registries.house]\nindex = "{self.private.index()}"\ncredential-provider = ["{provider}"]\n'
        )
        self.builds()
        self.assertIn(f"{self.server.url}/basic/{self.private.name}/cargo/me", seen.read_text())

    def test_a_wrong_token_is_refused_with_a_sentence(self):
        self.cargo.use(self.private.index(), token="ent_" + "0" * 40)
        done = self.builds(expect=101)
        self.assertIn("config.json", done.stderr)

    def test_publishing_without_a_right_token_says_what_to_do(self):
        self.cargo.use(self.public.index(access="public"), token="ent_" + "1" * 40)
        done = self.cargo.run("publish", "--registry", "house", cwd=self.cargo.project("stranger"), expect=101)
        self.assertRegex(done.stderr, r"status 40[134]")
        self.assertEqual(self.public.lines("stranger"), [])


if __name__ == "__main__":
    unittest.main()
