"""What `docs/deploy` says is right: it is linted, it names what is there, and the commands in it run."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from importlib.metadata import metadata
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from click.testing import CliRunner

from index.place import Cluster, placed
from tests.support.browser import free_port
from ui.access.store import Accounts
from ui.shell.cli import main
from ui.shell.settings import settings

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "docs/deploy"
HADOLINT = Path(sys.executable).parent / "hadolint"
UNIT = (DEPLOY / "byline.service").read_text("utf-8")
# Root without its powers, on a file system that nothing can be written to but one folder and /tmp.
_READ_ONLY = (
    'mount --make-rprivate / && mount --bind "$0" "$0" && mount --bind /tmp /tmp && mount -o remount,ro,bind / '
    '&& cd "$0" && exec setpriv --no-new-privs --bounding-set=-all --inh-caps=-all "$@"'
)


def instructions() -> list[tuple[str, str]]:
    """Return the instructions of the Dockerfile, each in one line."""
    lines = re.sub(r"^#.*\n", "", (DEPLOY / "Dockerfile").read_text("utf-8"), flags=re.MULTILINE)
    whole = re.sub(r"\\\n\s*", "", lines).splitlines()
    return [(name, rest) for name, _, rest in (line.partition(" ") for line in whole if line)]


def said(name: str) -> str:
    """Return what the last instruction of a name says."""
    return [rest for one, rest in instructions() if one == name][-1]


def environment() -> dict[str, str]:
    """Return what the image sets."""
    return dict(re.findall(r"([A-Z]\w*)=(\S+)", said("ENV")))


def known() -> set[str]:
    """Return the names of Byline's settings in the environment."""
    return {f"BYLINE_{name.upper()}" for name in settings(main.commands["serve"])}


@pytest.mark.skipif(not HADOLINT.exists(), reason="hadolint is not installed")
def test_the_dockerfile_is_linted() -> None:
    done = subprocess.run([HADOLINT, DEPLOY / "Dockerfile"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_compose_yaml_keeps_to_the_specification() -> None:
    checked, file = Path(sys.executable).parent / "check-jsonschema", DEPLOY / "compose.yaml"
    command = [checked, "--builtin-schema", "vendor.compose-spec", file]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_what_is_copied_is_there_and_is_all_that_a_wheel_needs(tmp_path: Path) -> None:
    copied = [rest.split()[:-1] for name, rest in instructions() if name == "COPY" and "--from" not in rest]
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8").split()
    for path in [path for paths in copied for path in paths]:
        assert f"!{path}" in ignored
        copy = shutil.copytree if (ROOT / path).is_dir() else shutil.copy
        copy(ROOT / path, tmp_path / path)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir"]
    subprocess.run([*command, tmp_path / "made", tmp_path], check=True, timeout=300)
    (wheel,) = (tmp_path / "made").glob("*.whl")
    weights = {f"rag/reading/weights/{path.name}" for path in (ROOT / "rag/reading/weights").iterdir()}
    assert weights <= set(zipfile.ZipFile(wheel).namelist())
    for place in ((DEPLOY / "Dockerfile").read_text("utf-8"), UNIT):
        named = re.search(r'install .*"\.\[(.*)\]"', place)
        assert named
        assert set(named[1].split(",")) <= set(metadata("byline").get_all("Provides-Extra") or ())


def test_the_image_is_not_run_by_root_and_keeps_nothing_but_data() -> None:
    assert said("USER").isdigit()
    assert int(said("USER")) > 0
    assert Path(said("VOLUME")) in Path(environment()["BYLINE_INDEX"]).parents
    assert {name for name in environment() if name.startswith("BYLINE_")} <= known()


@pytest.mark.parametrize("name", ["compose.yaml", "cluster.yaml"])
def test_compose_files_keep_to_the_schema(name: str) -> None:
    pytest.importorskip("check_jsonschema", reason="check-jsonschema is not installed")
    asked = ["-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(DEPLOY / name)]
    done = subprocess.run([sys.executable, *asked], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def composed(name: str) -> dict[str, Any]:
    """Return what a compose file says of Byline's server."""
    service: dict[str, Any] = yaml.safe_load((DEPLOY / name).read_text("utf-8"))["services"]["byline"]
    return service


def test_servers_of_a_cluster_are_closed_as_one_is_and_share_what_they_need() -> None:
    whole, one = yaml.safe_load((DEPLOY / "cluster.yaml").read_text("utf-8")), composed("compose.yaml")
    service, proxy = whole["services"]["byline"], whole["services"]["proxy"]
    assert {*one} - {*service} == {"ports"}  # only the proxy is reached
    assert all(service[key] == one[key] for key in one if key not in ("ports", "environment"))
    own = service["environment"]
    assert {name for name in own if name.startswith("BYLINE_")} <= known()
    place = placed(own["BYLINE_INDEX"].partition(" ")[0])
    assert isinstance(place, Cluster)
    assert Path(said("VOLUME")) in Path(place.search).parents
    postgres = whole["services"]["postgres"]["environment"]
    assert place.database == f"postgresql://{postgres['POSTGRES_USER']}@postgres/{postgres['POSTGRES_DB']}"
    assert own["PGPASSWORD"] == postgres["POSTGRES_PASSWORD"]
    assert own["BYLINE_TRUST_PROXY"] == proxy["networks"]["default"]["ipv4_address"]
    caddy = (DEPLOY / "Caddyfile").read_text("utf-8")
    assert re.search(rf"dynamic a byline {said('EXPOSE')}\n\s+lb_policy cookie ", caddy)
    assert re.search(r'install .*"\.\[cluster,', (DEPLOY / "Dockerfile").read_text("utf-8"))


def test_compose_closes_what_it_can() -> None:
    service = composed("compose.yaml")
    assert (DEPLOY / service["build"]["context"]).resolve() == ROOT
    assert (ROOT / service["build"]["dockerfile"]).is_file()
    assert (service["read_only"], service["cap_drop"], service["user"]) == (True, ["ALL"], said("USER"))
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["ports"] == [f"127.0.0.1:7860:{said('EXPOSE')}"]
    assert service["volumes"] == [f"data:{said('VOLUME')}"]
    assert set(service["environment"]) <= known()


@pytest.fixture
def contained(tmp_path: Path) -> tuple[list[str], dict[str, str]]:
    """Give how to run what the image runs, with what it sets: on a read-only file system where that can be had."""
    command = tmp_path / "byline"
    command.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m ui.shell.cli "$@"\n')
    command.chmod(0o755)
    data = tmp_path / "data"
    data.mkdir()
    inside = ["unshare", "--mount", "sh", "-c", _READ_ONLY, str(data)]
    can = shutil.which("unshare") and not subprocess.run([*inside, "true"], capture_output=True, check=False).returncode
    own = {**environment(), "PATH": f"{tmp_path}:{os.environ['PATH']}", "HOME": str(data)}
    own["BYLINE_INDEX"] = own["BYLINE_INDEX"].replace(said("VOLUME"), str(data))
    return inside if can else [], own


@pytest.fixture
def running(contained: tuple[list[str], dict[str, str]], tmp_path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Give the port of what the image runs, after its first user was added as compose.yaml says."""
    inside, own = contained
    port = free_port()
    entry, words = json.loads(said("ENTRYPOINT")), json.loads(said("CMD"))
    first = re.search(r"run --rm byline (.*)$", (DEPLOY / "compose.yaml").read_text("utf-8"), re.MULTILINE)
    assert first
    (tmp_path / "data/password").write_text("correct horse battery\n")
    adding = [*entry, *first[1].split(), "--password-file", str(tmp_path / "data/password")]
    subprocess.run([*inside, *adding], env=own, check=True, timeout=60)
    served = subprocess.Popen([*inside, *entry, *words], env={**own, "BYLINE_PORT": str(port)}, stdout=subprocess.PIPE)
    assert served.stdout
    assert served.stdout.readline().startswith(b"Byline is at")
    yield port, own
    served.terminate()
    assert served.wait(60) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="the image is a Linux")
def test_what_the_image_runs_serves_is_healthy_and_asks_for_a_user(running: tuple[int, dict[str, str]]) -> None:
    port, own = running
    health = json.loads(said("HEALTHCHECK").partition(" CMD ")[2])
    assert health[0] == "python"

    def checked(at: int) -> int:
        asked = [sys.executable, *(word.replace(said("EXPOSE"), str(at)) for word in health[1:])]
        proxied = {**own, "http_proxy": "http://127.0.0.1:1"}
        return subprocess.run(asked, env=proxied, capture_output=True, timeout=30, check=False).returncode

    assert checked(port) == 0
    assert checked(free_port()) != 0
    assert httpx.get(f"http://127.0.0.1:{port}/api/v1/articles", trust_env=False).status_code == 401


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_takes_the_unit_and_finds_it_hardened(tmp_path: Path) -> None:
    place = tmp_path / "byline.service"
    place.write_text(UNIT.replace("/opt/byline/bin/byline serve", f"{sys.executable} -m ui.shell.cli serve"))
    done = subprocess.run(["systemd-analyze", "verify", place], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    command = ["systemd-analyze", "security", "--offline=true", "--threshold=20", str(place)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("program", ["useradd", "install"])
def test_programs_of_the_system_know_the_options_that_are_given_to_them(program: str) -> None:
    if not (path := shutil.which(program)):
        pytest.skip(f"{program} is not installed")
    lines = re.findall(rf"(?<!pip ){program} (--[^\n&\\]+)", (DEPLOY / "Dockerfile").read_text("utf-8") + UNIT)
    known = subprocess.run([path, "--help"], capture_output=True, text=True, check=True).stdout
    given = {word for line in lines for word in line.split() if word.startswith("--")}
    assert len(lines) >= 2
    assert given <= set(re.findall(r"--[\w-]+", known))


def test_the_first_user_of_the_unit_may_sign_in(tmp_path: Path) -> None:
    first = re.search(r"^# sudo -u byline /opt/byline/bin/byline (.*)$", UNIT, re.MULTILINE)
    assert first
    words = first[1].replace("/var/lib/byline", str(tmp_path)).split()
    password = "correct horse battery"
    done = CliRunner().invoke(main, words, input=f"{password}\n{password}\n")
    assert done.exit_code == 0, done.output
    assert Accounts.there(tmp_path / "index")


def test_the_unit_sets_what_there_is() -> None:
    assert set(re.findall(r"^Environment=(\w+)=", UNIT, re.MULTILINE)) <= known()
    assert re.search(r"^ExecStart=/opt/byline/bin/byline serve$", UNIT, re.MULTILINE)
