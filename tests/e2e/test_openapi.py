"""The document at /openapi.json beside the specification: the schema that the OpenAPI Initiative publishes (Debian's
openapi-specification), checked by somebody else's code (Debian's python3-jsonschema)."""

import json
import pathlib
import subprocess
import unittest

import jsonschema

from support.environment import BINARY, ROOT
from support.server import ServerCase

SPECIFICATION = pathlib.Path("/usr/share/openapi-specification/schemas/v3.0/schema.json")


def mistakes(document):
    schema = json.loads(SPECIFICATION.read_text())
    errors = jsonschema.Draft4Validator(schema).iter_errors(document)
    return [f"{'/'.join(str(part) for part in error.absolute_path)}: {error.message[:200]}" for error in errors]


class Document(ServerCase):
    def test_is_what_the_specification_admits(self):
        answer = self.server.get("/openapi.json")
        self.assertEqual(answer.status, 200)
        self.assertEqual(mistakes(answer.json()), [])

    def test_is_printed_without_a_server_and_kept_in_the_documentation(self):
        done = subprocess.run([BINARY, "routes", "--openapi"], capture_output=True, text=True, check=True)
        printed = json.loads(done.stdout)
        self.assertEqual(mistakes(printed), [])
        self.assertEqual(printed, json.loads((ROOT / "docs" / "openapi.json").read_text()))
        served = self.server.get("/openapi.json").json()
        self.assertEqual(served["paths"], printed["paths"])
        self.assertEqual(served["components"]["schemas"], printed["components"]["schemas"])


class Check(unittest.TestCase):
    def test_finds_mistakes(self):
        document = json.loads((ROOT / "docs" / "openapi.json").read_text())
        del document["paths"]["/v1/formats/"]["get"]["responses"]
        document["components"]["schemas"]["Error"]["type"] = "record"
        self.assertEqual(len(mistakes(document)), 2)


if __name__ == "__main__":
    unittest.main()
