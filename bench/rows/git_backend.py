"""`git http-backend` behind nginx and fcgiwrap, with an ordinary repository: how a git index is served otherwise."""

import os
import pathlib
import signal
import subprocess
import time

from . import machine

BACKEND = pathlib.Path("/usr/lib/git-core/git-http-backend")
BRANCH = "refs/heads/main"


class Backend:
    """Serves `<url>/index.git`. `most`: requests at a time."""

    def __init__(self, folder, git, most):
        self.git, self.most = git, most
        self.repository = folder / "projects" / "index.git"
        self.socket = folder / "fcgi.socket"
        location = f"""location / {{
      client_max_body_size 0; fastcgi_buffering off; fastcgi_read_timeout 600; fastcgi_pass unix:{self.socket};
      fastcgi_param SCRIPT_FILENAME {BACKEND}; fastcgi_param GIT_PROJECT_ROOT {self.repository.parent};
      fastcgi_param GIT_HTTP_EXPORT_ALL ""; fastcgi_param PATH_INFO $uri; fastcgi_param QUERY_STRING $query_string;
      fastcgi_param REQUEST_METHOD $request_method; fastcgi_param CONTENT_TYPE $content_type;
      fastcgi_param CONTENT_LENGTH $content_length; fastcgi_param REMOTE_ADDR $remote_addr;
    }}"""
        self.nginx = machine.Nginx(folder, folder / "root", None, None, location)

    def fill(self, bare_clone):
        """With what a clone holds, packed as `git gc` does it: deltas, one pack, a bitmap."""
        self.repository.parent.mkdir(parents=True)
        self.git.run("clone", "--quiet", "--bare", "--no-hardlinks", bare_clone, self.repository)
        self.git.run("--git-dir", self.repository, "gc", "--quiet")

    def commit(self, changes):
        """A commit for each (path, content)."""
        lines = [b"reset %s\nfrom %s^0\n" % (BRANCH.encode(), BRANCH.encode())]
        for path, content in changes:
            head = f"commit {BRANCH}\ncommitter bench <bench@localhost> {int(time.time())} +0000\ndata 7\npublish\n"
            lines.append(f"{head}M 100644 inline {path}\ndata {len(content)}\n".encode() + content + b"\n")
        subprocess.run(
            ["git", "--git-dir", self.repository, "fast-import", "--quiet"],
            input=b"".join(lines),
            env=self.git.environment(),
            check=True,
        )

    def __enter__(self):
        self.process = subprocess.Popen(
            [machine.tool("fcgiwrap", "fcgiwrap"), "-c", str(self.most), "-s", f"unix:{self.socket}"],
            env=self.git.environment(),
            start_new_session=True,
            preexec_fn=lambda: os.sched_setaffinity(0, machine.SERVER_CORES),
        )
        deadline = time.monotonic() + 10
        while not self.socket.exists():
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise SystemExit("fcgiwrap did not start")
            time.sleep(0.02)
        if os.geteuid() == 0:
            self.socket.chmod(0o666)
        self.nginx.__enter__()
        self.url = f"{self.nginx.url}/index.git"
        return self

    def __exit__(self, *unused):
        self.nginx.__exit__()
        os.killpg(self.process.pid, signal.SIGTERM)  # its children do not end with it
        self.process.wait(10)

    def memory_megabytes(self):
        """Of all its processes (nginx's own too), what they share counted once (proportional set size)."""
        return sum(
            machine.proportional_megabytes(process)
            for parent in (self.process.pid, self.nginx.process.pid)
            for process in machine.family(parent)
        )
