"""Settings: flags, else `BYLINE_*` of the environment, else `byline.toml`, else defaults; Click tells which it was.

A setting is an option with a variable of the environment of its own; its name in the file is the variable's.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource
from platformdirs import user_config_path

from index.faults import SettingFault
from index.place import is_cluster

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

PREFIX = "BYLINE_"
_PATHS = ("index", "llm_key_file")


def file() -> Path:
    """Return where the settings are read from: `BYLINE_CONFIG`, else a file among the user's configuration."""
    return Path(os.environ.get("BYLINE_CONFIG") or user_config_path("byline") / "byline.toml")


def settings(command: click.Command) -> dict[str, click.Option]:
    """Return the options of a command that are settings, by their names."""
    options = (one for one in command.params if isinstance(one, click.Option))
    named = ((one, one.envvar) for one in options if isinstance(one.envvar, str) and one.envvar.startswith(PREFIX))
    return {envvar.removeprefix(PREFIX).lower(): one for one, envvar in named}


def default_map(group: click.Group) -> dict[str, Any]:
    """Return what the file says, as Click wants it: for each command the values of its options.

    Raises `SettingFault` where the file cannot be read, or names what is no setting.
    """
    written = _written(file())
    known = {name: settings(command) for name, command in every_command(group)}
    _check(written, {key for one in known.values() for key in one})
    values: dict[str, Any] = {}
    for path, options in known.items():
        place = values
        for part in path:
            place = place.setdefault(part, {})
        place |= {options[key].name: _value(options[key], value) for key, value in written.items() if key in options}
    return values


def origin(ctx: click.Context, option: click.Option) -> str:
    """Return where the value of an option is from, in words."""
    source = ctx.get_parameter_source(option.name or "")
    if source is ParameterSource.ENVIRONMENT:
        return str(option.envvar)
    return {ParameterSource.COMMANDLINE: "flag", ParameterSource.DEFAULT_MAP: str(file())}.get(
        source or ParameterSource.DEFAULT, "default"
    )


def every_command(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield all commands of a group and of the groups in it, each with the words that name it."""
    for name, command in group.commands.items():
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from every_command(command, (*path, name))


def _written(path: Path) -> dict[str, Any]:
    try:
        written = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        if "BYLINE_CONFIG" in os.environ:
            raise SettingFault(f"There is no file {path}, which BYLINE_CONFIG names.") from None
        return {}
    except (OSError, ValueError) as error:
        raise SettingFault(f"The settings in {path} cannot be read: {error}. Correct the file.") from error
    return {key: _found(path, str(value)) if key in _PATHS else value for key, value in written.items()}


def _found(path: Path, value: str) -> str:
    """Return a path of the file, which begins where the file lies; a cluster lies elsewhere."""
    return value if is_cluster(value) else str(path.parent / Path(value).expanduser())


def _check(written: dict[str, Any], known: set[str]) -> None:
    if wrong := sorted(written.keys() - known):
        raise SettingFault(f"{file()}: “{wrong[0]}” is no setting. Settings are {', '.join(sorted(known))}.")
    if tables := [key for key, value in written.items() if isinstance(value, dict)]:
        raise SettingFault(f"{file()}: “{tables[0]}” must be one value. Write it as {tables[0]} = …")


def _value(option: click.Option, value: Any) -> Any:
    return [value] if option.multiple and not isinstance(value, list) else value
