"""Processes of the benchmark: pinned, measured and ended by those who started them."""

import contextlib
import os
import pathlib
import re
import shutil
import socket
import statistics
import subprocess
import tempfile
import time

# A server on one core and its load on the other: on small machines the scheduler's choice is most of the noise.
SERVER_CORES = {0}
LOAD_CORES = {1} if (os.cpu_count() or 1) > 1 else {0}


def median(values):
    return statistics.median(values)


def tool(name, package):
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")
    if not found:
        raise SystemExit(f"{name} is missing: install Debian's {package}")
    return found


def pin(pid, cores):
    """All threads of a process."""
    for thread in pathlib.Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(OSError):
            os.sched_setaffinity(int(thread.name), cores)


def resident_megabytes(pid):
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+) kB", status).group(1)) / 1024


def proportional_megabytes(pid):
    """What it shares with others counted by its share; 0 for one that has gone."""
    try:
        rollup = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    found = re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)
    return int(found.group(1)) / 1024 if found else 0


def family(pid):
    """The process and all that descend from it."""
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        with contextlib.suppress(OSError):
            waiting += map(int, pathlib.Path(f"/proc/{one}/task/{one}/children").read_text().split())
    return found


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def work_folder():
    with tempfile.TemporaryDirectory(prefix="entrepot-bench-") as folder:
        path = pathlib.Path(folder)
        path.chmod(0o755)
        yield path


def run_load(command, seconds):
    done = subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        timeout=seconds + 30,
        check=False,
        preexec_fn=lambda: os.sched_setaffinity(0, LOAD_CORES),
    )
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def wrk(url, seconds, headers=()):
    """Requests per second on 32 kept HTTP/1.1 connections. It tells good statuses from bad ones, but not 200 from 304:
    `expect` does that beforehand."""
    fields = [part for header in headers for part in ("-H", header)]
    text = run_load([tool("wrk", "wrk"), "-t1", "-c32", f"-d{seconds}s", *fields, url], seconds)
    if re.search(r"Non-2xx or 3xx responses|Socket errors: (?!connect 0, read 0, write 0, timeout 0)", text):
        raise SystemExit(f"wrk met errors on {url}:\n{text}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", text).group(1))


def expect(status, answer):
    """What is about to be measured must be the answer that the row names."""
    if answer.status != status:
        raise SystemExit(f"{answer.status} in place of {status}: {answer.body[:300]!r}")


def check_h2load(text, status_class="2xx"):
    """Every request of the run has been answered, and with that class of status."""
    bad = re.search(r"(\d+) failed, (\d+) errored, (\d+) timeout", text)
    codes = re.search(r"status codes: (\d+) 2xx, (\d+) 3xx, (\d+) 4xx, (\d+) 5xx", text)
    if not bad or not codes:
        raise SystemExit(f"h2load said nothing that can be read:\n{text}")
    counts = dict(zip(("2xx", "3xx", "4xx", "5xx"), map(int, codes.groups())))
    good = counts.pop(status_class)
    if not good or any(counts.values()) or any(map(int, bad.groups())):
        raise SystemExit(f"h2load met other answers than {status_class}:\n{text}")
    return good


def h2load(url, seconds, headers=(), connections=8, streams=32):
    """Requests per second over h2."""
    fields = [part for header in headers for part in ("-H", header)]
    text = run_load(
        [
            tool("h2load", "nghttp2-client"),
            "-t1",
            f"-c{connections}",
            f"-m{streams}",
            f"-D{seconds}",
            "--warm-up-time=1",
            *fields,
            url,
        ],
        seconds + 1,
    )
    check_h2load(text)
    return float(re.search(r"finished in [\d.]+s, ([\d.]+) req/s", text).group(1))


def interleaved(rounds, **measures):
    """{name: median} of measures that take turns, so that what disturbs the machine disturbs all of them."""
    seen = {name: [] for name in measures}
    for _ in range(rounds):
        for name, measure in measures.items():
            seen[name].append(measure())
    return {name: median(values) for name, values in seen.items()}


class Nginx:
    """One worker that serves a folder: what anybody would put static files behind."""

    def __init__(self, folder, root, certificate, key, more=""):
        """`more`: further directives of the server. Without a certificate it speaks cleartext only."""
        self.folder = folder
        self.port, self.tls_port = free_port(), free_port()
        tls = f"""listen 127.0.0.1:{self.tls_port} ssl http2; ssl_protocols TLSv1.2 TLSv1.3;
    ssl_certificate {certificate}; ssl_certificate_key {key};"""
        tls = tls if certificate else ""
        user = "user root;" if os.geteuid() == 0 else ""
        (folder / "nginx.conf").write_text(
            f"""
{user} worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log error;
worker_rlimit_nofile 20000;
events {{ worker_connections 12000; }}
http {{
  access_log off; default_type text/plain; sendfile on; tcp_nopush on; tcp_nodelay on; etag on;
  open_file_cache max=10000 inactive=1h; open_file_cache_valid 1h; open_file_cache_min_uses 1;
  keepalive_timeout 600; keepalive_requests 1000000000; http2_max_concurrent_streams 250;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  server {{
    listen 127.0.0.1:{self.port}; {tls}
    root {root};
    {more}
  }}
}}
"""
        )

    def __enter__(self):
        self.process = subprocess.Popen(
            [tool("nginx", "nginx-light"), "-p", self.folder, "-c", self.folder / "nginx.conf"],
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 10
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                break
            except OSError:
                if time.monotonic() > deadline or self.process.poll() is not None:
                    raise SystemExit(f"nginx did not start: {(self.folder / 'nginx.log').read_text()}") from None
                time.sleep(0.02)
        for child in pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split():
            pin(int(child), SERVER_CORES)
        self.url, self.tls_url = f"http://127.0.0.1:{self.port}", f"https://127.0.0.1:{self.tls_port}"
        return self

    def __exit__(self, *unused):
        self.process.terminate()
        self.process.wait(10)
