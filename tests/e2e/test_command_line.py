"""Running a server by script: users, organisations, repositories, keys and entitlements over the command line."""

import base64
import json
import subprocess
import time
import unittest

from support import wire
from support.crate import sample
from support.environment import BINARY
from support.server import CONFLICT, FAILED, NOT_ALLOWED, NOT_FOUND, TRY_AGAIN, ServerCase


class Administration(ServerCase):
    def status(self, path, key):
        return self.server.get(path, headers={"Authorization": key} if key else {}).status

    def test_whoami(self):
        self.assertEqual(self.server.cli("whoami")["slug"], "admin")
        answer = self.server.get("/v1/user/self/", headers={"X-Api-Key": self.server.key}).json()
        self.assertTrue(answer["authenticated"])
        self.assertEqual(answer["slug"], "admin")

    def test_a_wrong_key_is_told(self):
        done = self.server.command("whoami", key="ent_" + "5" * 40, expect=NOT_ALLOWED)
        self.assertTrue(done.stderr.strip())
        self.assertNotIn("ent_5", done.stderr)

    def test_users(self):
        self.server.create_user("clerk", "a long enough password")
        self.assertIn("clerk", [user["slug"] for user in self.server.cli("users", "list")])
        basic = "Basic " + base64.b64encode(b"clerk:a long enough password").decode()
        self.assertEqual(self.status("/v1/user/self/", basic), 200)
        key = self.server.create_key("clerks", "--user", "clerk")
        self.assertEqual(self.status("/v1/user/self/", key), 200)
        self.server.cli("users", "disable", "clerk")
        self.assertEqual((self.status("/v1/user/self/", basic), self.status("/v1/user/self/", key)), (401, 401))
        self.assertIn("clerk", self.server.command("users", "create", "clerk", expect=CONFLICT).stderr)

    def test_a_password_is_set_by_an_admin_or_with_the_present_one(self):
        self.server.create_user("typist", "a long enough password")
        self.server.secrets |= {"another long password", "a third long password"}

        def status(password):
            return self.status("/v1/user/self/", "Basic " + base64.b64encode(f"typist:{password}".encode()).decode())

        self.assertEqual(status("a long enough password"), 200)
        self.server.command("users", "password", "typist", "--password-stdin", stdin="another long password\n")
        self.assertEqual((status("a long enough password"), status("another long password")), (401, 200))
        key = self.server.create_key("typing", "--user", "typist", "--scope", "admin")
        own = ("users", "password", "typist", "--password-stdin")
        refused = self.server.command(*own, key=key, stdin="a third long password\n", expect=FAILED)
        self.assertIn("present", refused.stderr)
        both = "another long password\na third long password\n"
        self.server.command(*own, "--current-password-stdin", key=key, stdin=both)
        self.assertEqual((status("another long password"), status("a third long password")), (401, 200))
        self.assertEqual(self.status("/v1/user/self/", key), 200)

    def test_only_admins_create_users(self):
        self.server.create_user("small-clerk")
        key = self.server.create_key("small", "--user", "small-clerk")
        self.server.command("users", "create", "another", key=key, expect=NOT_ALLOWED)
        self.assertNotIn("another", [user["slug"] for user in self.server.cli("users", "list")])

    def test_organisations_and_members(self):
        self.server.create_user("dockhand")
        key = self.server.create_key("dock", "--user", "dockhand")
        self.server.cli("orgs", "create", "dockyard")
        house = self.server.create_repository("dockyard/slip")
        self.assertEqual(house.get("config.json", key=key).status, 404)
        self.server.cli("orgs", "members", "add", "dockyard", "dockhand", "--role", "Member")
        members = self.server.cli("orgs", "members", "list", "dockyard")
        self.assertIn("dockhand", json.dumps(members))
        self.assertEqual(house.get("config.json", key=key).status, 200)
        self.assertEqual(house.publish(sample()[0], key=key).status, 403)
        self.server.cli("orgs", "members", "update", "dockyard", "dockhand", "--role", "Manager")
        self.assertEqual(house.publish(sample()[0], key=key).status, 200)
        self.server.cli("orgs", "members", "remove", "dockyard", "dockhand")
        self.assertEqual(house.get("config.json", key=key).status, 404)

    def test_repositories(self):
        made = self.server.cli("repos", "create", "admin/warehouse", "--private")
        self.assertEqual((made["slug"], made["repository_type_str"]), ("warehouse", "Private"))
        self.assertIn("warehouse", [one["slug"] for one in self.server.cli("repos", "list")])
        self.assertEqual(self.server.cli("repos", "get", "admin/warehouse")["namespace"], "admin")
        changed = self.server.cli("repos", "update", "admin/warehouse", "--public")
        self.assertEqual(changed["repository_type_str"], "Public")
        self.assertEqual(wire.request(f"{self.server.url}/public/admin/warehouse/cargo/config.json").status, 200)
        self.server.cli("repos", "update", "admin/warehouse", "--private")
        self.assertEqual(wire.request(f"{self.server.url}/public/admin/warehouse/cargo/config.json").status, 401)
        self.server.command("repos", "delete", "admin/warehouse", "--yes")
        self.server.command("repos", "get", "admin/warehouse", expect=NOT_FOUND)
        self.assertEqual(self.status("/basic/admin/warehouse/cargo/config.json", self.server.key), 404)

    def test_the_management_api_has_the_known_shapes(self):
        auth = {"X-Api-Key": self.server.key, "Content-Type": "application/json"}
        made = self.server.get(
            "/v1/repos/admin/",
            method="POST",
            headers=auth,
            body=json.dumps({"name": "Tea House", "slug": "tea-house", "repository_type_str": "Public"}).encode(),
        )
        self.assertEqual(made.status, 201, made.body)
        self.assertEqual((made.json()["name"], made.json()["slug"]), ("Tea House", "tea-house"))
        token = self.server.get(
            "/v1/entitlements/admin/tea-house/",
            method="POST",
            headers=auth,
            body=json.dumps({"name": "chosen", "token": "chosen-token-1234"}).encode(),
        )
        self.assertEqual(token.status, 201, token.body)
        self.server.secrets.add("chosen-token-1234")
        self.assertEqual(
            wire.request(f"{self.server.url}/chosen-token-1234/admin/tea-house/cargo/config.json").status, 200
        )
        again = self.server.get(
            "/v1/repos/admin/",
            method="POST",
            headers=auth,
            body=json.dumps({"name": "Tea House", "slug": "TEA-house"}).encode(),
        )
        self.assertIn(again.status, (409, 422))
        self.assertTrue(again.json()["detail"])

    def test_keys(self):
        house = self.repository()
        reader = self.server.create_key("read", "--scope", "read")
        writer = self.server.create_key("write", "--scope", "publish", "--repository", house.name)
        self.assertEqual(house.publish(sample()[0], key=reader).status, 403)
        self.assertEqual(house.publish(sample()[0], key=writer).status, 200)
        self.assertEqual(house.index_file("sample", key=reader).status, 200)
        elsewhere = self.server.create_repository("elsewhere")
        self.assertEqual(elsewhere.get("config.json", key=writer).status, 404)
        listed = self.server.cli("keys", "list")
        self.assertNotIn(writer, json.dumps(listed))
        identifier = next(one["slug_perm"] for one in listed if one["name"] == "write")
        self.server.command("keys", "revoke", identifier)
        self.assertEqual(house.index_file("sample", key=writer).status, 404)
        self.assertEqual(house.publish(sample(version="1.0.1")[0], key=writer).status, 404)

    def test_a_key_ends_when_it_was_said_to(self):
        house = self.repository()
        key = self.server.create_key("short", "--expires", "2s")
        self.assertEqual(house.get("config.json", key=key).status, 200)
        time.sleep(3.1)
        self.assertEqual(house.get("config.json", key=key).status, 404)

    def test_entitlements(self):
        house = self.repository()
        (default,) = self.server.cli("entitlements", "list", house.name, "--show-tokens")
        self.server.secrets.add(default["token"])
        self.assertTrue(default["default"])
        self.server.command("entitlements", "delete", house.name, default["slug_perm"], expect=FAILED)
        token = self.server.create_entitlement(house.name, "shop")
        self.assertEqual(house.get("config.json", access=token).status, 200)
        hidden = self.server.cli("entitlements", "list", house.name)
        self.assertNotIn(token, json.dumps(hidden))
        identifier = next(one["slug_perm"] for one in hidden if one["name"] == "shop")
        fresh = self.server.cli("entitlements", "refresh", house.name, identifier)["token"]
        self.server.secrets.add(fresh)
        self.assertEqual(
            (house.get("config.json", access=token).status, house.get("config.json", access=fresh).status), (404, 200)
        )
        self.server.command("entitlements", "delete", house.name, identifier)
        self.assertEqual(house.get("config.json", access=fresh).status, 404)

    def test_an_entitlement_reads_one_repository_only(self):
        house, other = self.repository(), self.server.create_repository("not-for-them")
        token = self.server.create_entitlement(house.name, "one")
        self.assertEqual(other.get("config.json", access=token).status, 404)
        self.assertEqual(other.get("config.json", key=token).status, 404)

    def test_usage_errors_have_their_own_exit_code(self):
        for arguments in (
            (),
            ("repos",),
            ("repos", "create"),
            ("no-such-command",),
            ("repos", "create", "x/y", "--no-such-flag"),
        ):
            with self.subTest(arguments=arguments):
                done = subprocess.run([BINARY, *arguments], capture_output=True, text=True, timeout=20, check=False)
                self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
                self.assertTrue(done.stderr.strip() or done.stdout.strip())

    def test_a_server_that_is_not_there_is_named(self):
        done = subprocess.run(
            [BINARY, "whoami", "--url", "http://127.0.0.1:9"],
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
            env={"ENTREPOT_API_KEY": self.server.key},
        )
        self.assertEqual(done.returncode, TRY_AGAIN)
        self.assertIn("127.0.0.1:9", done.stderr)
        self.assertNotIn(self.server.key, done.stderr)

    def test_human_output_is_there_too(self):
        self.assertIn("admin", self.server.command("whoami").stdout)
        self.assertIn("NAME", self.server.command("repos", "list").stdout.upper())


class Keeping(ServerCase):
    def test_verify_sees_damage_and_gc_removes_orphans(self):
        house = self.repository()
        body, crate = sample()
        self.assertEqual(house.publish(body).status, 200)
        checksum = house.lines("sample")[0]["cksum"]
        self.assertEqual(self.server.verify()[0], 0)
        self.server.stop()
        try:
            blob = next(path for path in self.server.data.rglob(f"*{checksum[-20:]}*") if path.is_file())
            whole = blob.read_bytes()
            self.assertEqual(whole, crate)
            blob.chmod(0o644)
            blob.write_bytes(whole[:-1] + b"?")
            code, report = self.server.verify()
            self.assertEqual(code, 1, report)
            self.assertIn(checksum, json.dumps(report))
            blob.unlink()
            self.assertEqual(self.server.verify()[0], 1)
            blob.write_bytes(whole)
            self.assertEqual(self.server.verify()[0], 0)
        finally:
            self.server.start(self.server.port)
        self.server.offline("gc", "--data", str(self.server.data))
        self.assertEqual(house.download("sample", "1.0.0").body, crate)


if __name__ == "__main__":
    unittest.main()
