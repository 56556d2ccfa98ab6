"""Code run as somebody whom file permissions bind, also where the tests run as root."""

import os
import shutil
import subprocess
import sys

import pytest

needs_permissions = pytest.mark.skipif(
    sys.platform == "win32" or (os.geteuid() == 0 and not shutil.which("setpriv")),
    reason="file permissions cannot be made to apply here",
)


def without_privileges(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python code that file permissions apply to, also where the tests run as root."""
    drop = [
        "setpriv",
        "--bounding-set=-dac_override,-dac_read_search",
        "--inh-caps=-dac_override,-dac_read_search",
    ]
    command = [*(drop if os.geteuid() == 0 else []), sys.executable, "-c", code, *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)
