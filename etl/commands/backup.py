"""`backup` and `restore`."""

from __future__ import annotations

import argparse
from pathlib import Path

from etl.backup import back_up, restore
from etl.commands.command import DONE, Command
from etl.folder import DataFolder


def _file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="the backup file")


def _run_backup(options: argparse.Namespace, folder: DataFolder) -> int:
    number = back_up(folder, options.file)
    print(f"{number} files are backed up in {options.file}. Keep a copy on another machine.")
    return DONE


def _run_restore(options: argparse.Namespace, folder: DataFolder) -> int:
    restore(folder, options.file)
    print(f"{folder.root} is as it was when {options.file} was made.")
    return DONE


BACKUP = Command(name="backup", help="write everything to one file", arguments=_file, run=_run_backup)
RESTORE = Command(name="restore", help="bring a backup back", arguments=_file, run=_run_restore)
