"""Files inside ZIP files, without trusting what these say of their size."""

import zipfile
from io import BytesIO
from typing import BinaryIO

from index.faults import IndexFault
from index.formats import limited

_PACKED = 200_000_000
_UNPACKED = 200_000_000


def opened(stream: BinaryIO) -> zipfile.ZipFile:
    """Return a ZIP file whose members have at most 200 MB together; raise `IndexFault` for another, or a broken one."""
    try:
        archive = zipfile.ZipFile(BytesIO(limited(stream, _PACKED)))
        left = _UNPACKED
        for member in archive.infolist():
            with archive.open(member) as file:
                while block := file.read(min(1 << 20, left + 1)):
                    left -= len(block)
                    if left < 0:
                        raise IndexFault(f"It unpacks to more than {_UNPACKED // 1_000_000} MB. Split the file.")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise IndexFault(f"The file is damaged ({error}). Export it again.") from error
    return archive
