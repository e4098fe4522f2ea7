"""What a CI service or `docker build` makes of the file that it reads: which lines run, with which variables.

Small readers of what the set-up pages write, strict about everything else: what they do not know is an error.
"""

import re


class Unreadable(AssertionError):
    pass


def _scalar(text):
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        return text[1:-1]
    if text.startswith("[") and text.endswith("]"):
        return [_scalar(part) for part in text[1:-1].split(",")]
    if re.match(r"[&*!%@`|>{\[\"']", text) or ": " in text or " #" in text:
        raise Unreadable(f"no plain scalar: {text}")
    return text


def _indent(line):
    return len(line) - len(line.lstrip(" "))


def _block(lines, at, indent):
    """The text of a literal block (`|`) whose lines stand deeper than `indent`; and where it ends."""
    end = at
    while end < len(lines) and (not lines[end].strip() or _indent(lines[end]) > indent):
        end += 1
    depth = _indent(lines[at])
    return "".join(line[depth:] + "\n" for line in lines[at:end]), end


def _value(lines, at, rest, indent):
    """What stands behind a key or a dash in line `at`, and the number of the next line."""
    if rest == "|":
        return _block(lines, at + 1, indent)
    if rest:
        return _scalar(rest), at + 1
    return _node(lines, at + 1, indent)


def _node(lines, at, parent):
    """A mapping or a sequence whose lines stand deeper than `parent`."""
    if at >= len(lines) or _indent(lines[at]) <= parent:
        return None, at
    depth = _indent(lines[at])
    found = [] if lines[at].lstrip().startswith("- ") else {}
    while at < len(lines) and _indent(lines[at]) == depth:
        line = lines[at].strip()
        if isinstance(found, list):
            if not line.startswith("- "):
                raise Unreadable(line)
            inner = re.match(r"([\w-]+):(?: (.*))?$", line[2:])
            if inner:  # a mapping of one or more keys: the dash counts as indentation
                lines[at] = " " * (depth + 2) + line[2:]
                item, at = _node(lines, at, depth)
            else:
                item, at = _value(lines, at, line[2:].strip(), depth)
            found.append(item)
        else:
            key = re.match(r"([\w-]+):(?: (.*))?$", line)
            if not key:
                raise Unreadable(line)
            found[key[1]], at = _value(lines, at, (key[2] or "").strip(), depth)
    if at < len(lines) and _indent(lines[at]) > depth:
        raise Unreadable(lines[at])
    return found, at


def yaml(text):
    """The part of YAML that the pages use: mappings, sequences, scalars on one line, literal blocks."""
    if "\t" in text:
        raise Unreadable("YAML has no tabs")
    lines = [line for line in text.split("\n") if line.strip()]
    found, end = _node(lines, 0, -1)
    if end != len(lines):
        raise Unreadable(lines[end])
    return found


def github(text, secrets):
    """[(lines, variables)]. `secrets` is what stands in the settings of the repository."""
    workflow = yaml(text)
    assert set(workflow) == {"name", "on", "jobs"}, workflow
    runs = []
    for job in workflow["jobs"].values():
        assert job["runs-on"], job
        variables = {
            key: re.sub(r"\$\{\{ secrets\.(\w+) \}\}", lambda found: secrets[found[1]], value)
            for key, value in job.get("env", {}).items()
        }
        assert job["steps"][0] == {"uses": "actions/checkout@v4"}
        runs += [(step["run"], variables) for step in job["steps"][1:]]
    return runs


def gitlab(text, secrets):
    """The same; GitLab gives the project's variables to every job, and expands `$` in those of its file."""
    runs = []
    for job in yaml(text).values():
        variables = job.get("variables", {})
        assert not any("$" in value for value in variables.values()), variables
        runs += [(line, secrets | variables) for line in job["script"]]
    return runs


def jenkins(text, secrets):
    """The same; `secrets` by the ID of the credential."""
    blocks = re.fullmatch(
        r"pipeline \{\n  agent any\n  environment \{\n(.*?)  \}\n  stages \{\n    stage\('\w+'\) \{\n"
        r"(?:      when \{ buildingTag\(\) \}\n)?      steps \{\n        sh '''\n(.*?)        '''\n"
        r"      \}\n    \}\n  \}\n\}\n",
        text,
        re.S,
    )
    if not blocks:
        raise Unreadable(text)
    variables = {}
    for line in blocks[1].splitlines():
        plain = re.fullmatch(r"    (\w+) = '([^'\\]*)'", line)
        credential = re.fullmatch(r"    (\w+) = credentials\('([\w-]+)'\)", line)
        if plain:
            variables[plain[1]] = plain[2]
        elif credential:
            variables[credential[1]] = secrets[credential[2]]
        else:
            raise Unreadable(line)
    # Groovy takes a backslash for its own within '''.
    assert "\\" not in blocks[2] and "'''" not in blocks[2], blocks[2]
    return [(blocks[2], variables)]


def dockerfile(text):
    """([(lines, ids of secrets)], variables) of its RUN and ENV lines."""
    lines = re.sub(r"\\\n", " ", text).splitlines()
    assert lines[0] == "# syntax=docker/dockerfile:1" and lines[1].startswith("FROM rust:"), text
    runs, variables = [], {}
    for line in lines[2:]:
        word, rest = line.split(" ", 1)
        if word == "ENV":
            key, value = rest.split("=", 1)
            assert not re.search(r"[\s$\"']", value), line
            variables[key] = value
        elif word == "RUN":
            ids = re.findall(r"--mount=type=secret,id=(\w+) ", rest)
            runs.append((re.sub(r"--mount=\S+ ", "", rest).strip(), ids))
        elif word not in ("WORKDIR", "COPY"):
            raise Unreadable(line)
    return runs, variables
