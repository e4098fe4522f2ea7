"""What the website shows of real crates: their files byte for byte, what they need and who needs them."""

import hashlib
import http.client
import io
import tarfile
import unittest

from support import wire
from support.corpus import closure
from support.server import ServerCase


class RealCratesAreShown(ServerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.crates = closure("serde")
        cls.house = cls.server.create_repository("shown")
        for crate in cls.crates:
            answer = cls.house.publish(crate.publish_body)
            assert answer.status == 200, f"{crate.name}: {answer.status} {answer.message()}"

    def ask(self, rest):
        return wire.request(
            f"{self.server.url}/v1/crates/{self.house.name}/{rest}", headers={"Authorization": self.server.key}
        )

    def get(self, rest):
        answer = self.ask(rest)
        self.assertEqual(answer.status, 200, answer.body)
        return answer.json()

    def test_every_file_is_listed_and_shown_as_it_is(self):
        for crate in self.crates:
            place = f"{crate.name}/{crate.version}"
            with tarfile.open(fileobj=io.BytesIO(crate.archive)) as archive:
                packed = {
                    one.name.split("/", 1)[1]: archive.extractfile(one).read() for one in archive if one.isfile()
                }
            listed = {one["path"]: one for one in self.get(f"{place}/files/")["files"]}
            self.assertEqual(sorted(listed), sorted(packed), crate.name)
            for path, content in packed.items():
                self.assertEqual(listed[path]["size"], len(content))
                self.assertEqual(listed[path]["sha256"], hashlib.sha256(content).hexdigest(), path)
            for path in sorted(packed)[:3]:
                shown = self.ask(f"{place}/files/{path}")
                self.assertEqual((shown.status, shown.body), (200, packed[path]), path)
            version = self.get(f"{place}/")
            self.assertEqual(version["unpacked_size"], sum(map(len, packed.values())))
            self.assertEqual(len(version["dependencies"]), len(crate.index_line["deps"]))

    def test_dependents_are_those_whose_dependencies_name_a_crate(self):
        for crate in self.crates:
            needing = {
                other.name
                for other in self.crates
                if crate.name in {one.get("package") or one["name"] for one in other.index_line["deps"]}
            }
            found = self.get(f"{crate.name}/dependents/?page_size=500")["results"]
            self.assertEqual({one["name"] for one in found}, needing, crate.name)
            self.assertEqual(self.get(f"{crate.name}/")["dependents"], len(needing))

    def test_a_search_finds_crates_by_their_beginnings(self):
        names = {crate.name for crate in self.crates}
        for word in ("s", "se", "serde", "serde_d"):
            found = {one["name"] for one in self.get(f"?query=name:^{word}&page_size=500")["results"]}
            self.assertEqual(found, {name for name in names if name.lower().replace("-", "_").startswith(word)})

    def test_a_path_cannot_leave_its_crate(self):
        crate = self.crates[0]
        paths = "../../x", "..", "./Cargo.toml", "src/../Cargo.toml", "//Cargo.toml", "/etc/passwd", "..\\Cargo.toml"
        for path in paths:
            connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
            target = f"/v1/crates/{self.house.name}/{crate.name}/{crate.version}/files/{path}"
            connection.putrequest("GET", target, skip_accept_encoding=True)  # as it is
            connection.putheader("Authorization", self.server.key)
            connection.endheaders()
            answer = connection.getresponse()
            self.assertIn(answer.status, (400, 404), path)
            answer.read()
            connection.close()


if __name__ == "__main__":
    unittest.main()
