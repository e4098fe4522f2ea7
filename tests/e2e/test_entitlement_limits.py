"""Limits of entitlement tokens as real cargo meets them, set by the command line."""

import time
import unittest

from support.cargo import Cargo
from support.crate import sample
from support.server import ServerCase


class EntitlementLimits(ServerCase):
    def setUp(self):
        self.house = self.repository()
        self.sizes = {}
        for name, version in (("tea", "1.0.0"), ("cup", "1.0.0"), ("cup", "2.0.0")):
            body, crate = sample(name, version)
            self.assertEqual(self.house.publish(body).status, 200)
            self.sizes[name, version] = len(crate)

    def limited(self, *flags):
        """A token with limits, and how the command line names it."""
        made = self.server.cli("entitlements", "create", self.house.name, "--name", self.id()[-40:], *flags)
        self.server.secrets.add(made["token"])
        return made["token"], made["slug_perm"]

    def fetch(self, token, *crates, expect=0):
        """A build machine that has nothing yet."""
        cargo = Cargo(self.folder()).use(self.house.index(access=token), provider=False)
        lines = "\n".join(f'{name} = {{ version = "{version}", registry = "house" }}' for name, version in crates)
        return cargo.run("fetch", cwd=cargo.project("visitor", lines), expect=expect)

    def shown(self, identifier):
        return next(
            one for one in self.server.cli("entitlements", "list", self.house.name) if one["slug_perm"] == identifier
        )

    def test_the_download_over_the_number_is_the_one_refused_and_cargo_says_why(self):
        token, identifier = self.limited("--limit-num-downloads", "2")
        self.fetch(token, ("tea", "1"), ("cup", "1"))
        self.assertEqual(self.shown(identifier)["usage"], "2 of 2 downloads")
        refused = self.fetch(token, ("tea", "1"), expect=101)
        self.assertIn("This entitlement token is for 2 downloads, and they are used up", refused.stderr)
        self.server.command("entitlements", "reset", self.house.name, identifier)
        self.fetch(token, ("tea", "1"))
        self.server.command("entitlements", "restrict", self.house.name, identifier, "--limit-num-downloads", "none")
        self.fetch(token, ("tea", "1"), ("cup", "1"))

    def test_the_download_that_does_not_fit_into_the_bandwidth_is_refused(self):
        room = self.sizes["tea", "1.0.0"] + self.sizes["cup", "1.0.0"] - 1
        token, identifier = self.limited("--limit-bandwidth", str(room), "--limit-bandwidth-unit", "Byte")
        self.fetch(token, ("tea", "1"))
        refused = self.fetch(token, ("cup", "1"), expect=101)
        self.assertIn(f"for {room} bytes, of which {self.sizes['cup', '1.0.0'] - 1} are left", refused.stderr)
        self.assertEqual(self.shown(identifier)["bandwidth"], self.sizes["tea", "1.0.0"])
        self.server.command(
            "entitlements", "restrict", self.house.name, identifier, "--limit-bandwidth-unit", "Kilobyte"
        )
        self.fetch(token, ("cup", "1"))

    def test_what_was_counted_a_second_ago_outlives_a_kill(self):
        token, identifier = self.limited("--limit-num-downloads", "1")
        self.fetch(token, ("tea", "1"))
        time.sleep(1)
        self.server.kill()
        self.server.start()
        self.assertEqual(self.shown(identifier)["downloads"], 1)
        self.assertIn("used up", self.fetch(token, ("tea", "1"), expect=101).stderr)

    def test_a_query_leaves_a_part_of_the_index(self):
        token, identifier = self.limited("--limit-package-query", "name:^cup$ AND version:<2")
        self.fetch(token, ("cup", "1"))
        self.fetch(token, ("cup", "*"))  # there is no 2.0.0 to be chosen
        self.assertIn("candidate versions found which didn't match", self.fetch(token, ("cup", "2"), expect=101).stderr)
        self.assertIn("no matching package", self.fetch(token, ("tea", "1"), expect=101).stderr)
        refused = self.house.get("cup-2.0.0.crate", access=token)
        self.assertEqual(refused.status, 403, refused.body)
        self.assertIn(b"its query admits", refused.body)
        self.server.command("entitlements", "restrict", self.house.name, identifier, "--limit-package-query", "none")
        self.fetch(token, ("tea", "1"), ("cup", "2"))

    def test_a_span_of_time(self):
        token, identifier = self.limited("--limit-date-range-to", "2020-01-01T00:00:00Z")
        self.assertIn("worked until 2020-01-01T00:00:00Z", self.fetch(token, ("tea", "1"), expect=101).stderr)
        self.server.command(
            "entitlements", "update", self.house.name, identifier, "--limit-date-range-to", "none", "--name", "open"
        )
        self.fetch(token, ("tea", "1"))

    def test_tokens_are_disabled_enabled_and_copied_to_another_repository(self):
        token, identifier = self.limited("--limit-num-clients", "1")
        self.server.command("entitlements", "disable", self.house.name, identifier)
        self.assertEqual(self.house.get("config.json", access=token).status, 404)
        self.server.command("entitlements", "enable", self.house.name, identifier)
        self.fetch(token, ("tea", "1"))
        annexe = self.server.create_repository("annexe")
        self.server.command("entitlements", "sync", annexe.name, self.house.name.split("/")[1])
        self.assertEqual(annexe.get("config.json", access=token).status, 200)
        self.assertEqual(annexe.get("config.json", key=token).status, 200)


if __name__ == "__main__":
    unittest.main()
