"""An index folder -> one file, while it is read and written; and back into a new folder, verified."""

import shutil
import sqlite3
import tempfile
import zipfile
from contextlib import closing
from pathlib import Path

from index.faults import IndexFault
from index.library import Library
from index.place import private
from index.storage.database import FILE, VECTORS_FILE

_DATABASES = ".sqlite"
_LEFT = (VECTORS_FILE, "byline.sock", "-wal", "-shm", "-journal")  # ends of names: derived, or of what is running


def backup(folder: Path, file: Path) -> list[str]:
    """Write all that an index folder keeps into a new ZIP file; return the names of what is in it.

    Each database is copied as it is at one instant, whoever writes it meanwhile. Raises `IndexFault`.
    """
    if not (folder / FILE).is_file():
        raise IndexFault(f"There is no index in {folder}. Name its folder with --index.")
    try:
        with open(file, "xb", opener=private) as made:
            try:
                return _packed(folder, file, made)
            except BaseException:
                file.unlink()
                raise
    except FileExistsError:
        raise IndexFault(f"{file} is there already, and a backup overwrites nothing. Name another file.") from None
    except (OSError, sqlite3.Error) as error:
        raise IndexFault(f"The backup cannot be written to {file}: {error}. What was written is deleted.") from error


def restore(file: Path, folder: Path) -> int:
    """Make an index folder of a backup; return how many articles it has. It is there whole and verified, or not at all.

    Raises `IndexFault` where the folder holds something, or the file is no whole backup.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise IndexFault(f"{folder} holds something already, and nothing is overwritten. Name another with --index.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        _unpack(file, beside)
        articles = _verified(file, beside)
        if folder.exists():
            folder.rmdir()
        beside.rename(folder)
    except OSError as error:
        raise IndexFault(f"{file} cannot be restored to {folder}: {error}.") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return articles


def _packed(folder: Path, file: Path, made: object) -> list[str]:
    found = (path for path in folder.iterdir() if path.is_file() and _is_kept(path.name))
    kept = sorted(path for path in found if path.resolve() != file.resolve())
    with (
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive,  # type: ignore[call-overload]
        tempfile.TemporaryDirectory(dir=file.parent, prefix=".byline-") as place,
    ):
        for path in kept:
            archive.write(_copied(path, Path(place)) if path.suffix == _DATABASES else path, path.name)
    return [path.name for path in kept]


def _copied(path: Path, place: Path) -> Path:
    copy = place / path.name
    with closing(sqlite3.connect(path, timeout=30.0)) as read, closing(sqlite3.connect(copy)) as written:
        read.backup(written)
        written.execute("PRAGMA journal_mode = DELETE")  # the copy is one file
    return copy


def _unpack(file: Path, place: Path) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            if FILE not in names or any(not _is_kept(name) for name in names):
                raise IndexFault(f"{file} is no backup of Byline. Name a file that `byline backup` wrote.")
            size, room = sum(one.file_size for one in archive.infolist()), shutil.disk_usage(place).free
            if size > room:
                raise IndexFault(f"{file} holds {size:,} bytes, and {place.parent} has room for {room:,}. Free some.")
            for name in names:
                with archive.open(name) as packed, open(place / name, "xb", opener=private) as out:
                    shutil.copyfileobj(packed, out)
    except FileNotFoundError:
        raise IndexFault(f"There is no file {file}.") from None
    except (zipfile.BadZipFile, EOFError, ValueError) as error:
        raise IndexFault(f"{file} is no whole backup: {error}. Take another.") from error


def _is_kept(name: str) -> bool:
    """Tell whether a name may be one of a backup: of a file, and of none that Byline makes of the others."""
    return Path(name).name == name and name not in (".", "..") and not name.endswith(_LEFT)


def _verified(file: Path, place: Path) -> int:
    try:
        with closing(Library.open(place)) as library:
            wrong, articles = library.verify(), len(library.ids())
    except IndexFault as fault:
        wrong = [str(fault)]
    if wrong:
        raise IndexFault(f"{file} is damaged, and nothing was restored: {' '.join(wrong)}")
    return articles
