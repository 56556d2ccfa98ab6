"""Files inside ZIP files, without trusting what these say of their size."""

import zipfile
from io import BytesIO
from typing import BinaryIO

from index.faults import IndexFault
from index.formats import limited

_PACKED = 200_000_000
_UNPACKED = 200_000_000
_SHEET = "a spreadsheet. Save the sheet as CSV, and add that"
_SLIDES = "a presentation. Save it as PDF, and add that"
_OTHERS = {
    "xl/": _SHEET,
    "opendocument.spreadsheet": _SHEET,
    "ppt/": _SLIDES,
    "opendocument.presentation": _SLIDES,
    "opendocument.graphics": "a drawing. Save it as PDF, and add that",
    "Index/": "a Pages, Numbers or Keynote document. Export it as DOCX, CSV or PDF, and add that",
    "visio/": "a Visio drawing. Save it as PDF, and add that",
    "META-INF/MANIFEST.MF": "a program",
}
"""Signs by which ZIP files of other programs are told: the media type that they hold, or how their members begin."""


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


def told(archive: zipfile.ZipFile) -> str:
    """Return what a ZIP file is that is no article, with the cure."""
    names = archive.namelist()
    marked = archive.read("mimetype")[:100].decode("latin-1") if "mimetype" in names else ""
    return next(
        (what for sign, what in _OTHERS.items() if sign in marked or any(name.startswith(sign) for name in names)),
        "a ZIP file and no article. Unpack it, and add the folder",
    )
