"""Files inside tar archives and Debian packages."""

from __future__ import annotations

import io
import tarfile

__all__ = ["open_deb", "read_member"]


def read_member(archive: tarfile.TarFile, member: str | tarfile.TarInfo) -> bytes:
    """Return the contents of one file of a tar archive.

    Parameters
    ----------
    archive : TarFile
        Open for reading.
    member : str or TarInfo
        Which file.

    Returns
    -------
    bytes
        Its contents.

    Raises
    ------
    KeyError
        The archive has no such member.
    ValueError
        The member is a folder or a device, which has no contents.
    """
    file = archive.extractfile(member)
    if file is None:
        raise ValueError(f"{member} of the archive is not a regular file.")
    return file.read()


def open_deb(data: bytes) -> tarfile.TarFile:
    """Return the files of a Debian package.

    Parameters
    ----------
    data : bytes
        The package: an ``ar`` archive whose member ``data.tar`` holds the files (deb(5)).

    Returns
    -------
    TarFile
        Open for reading.

    Raises
    ------
    ValueError
        The data are not a Debian package.
    """
    if not data.startswith(b"!<arch>\n"):
        raise ValueError(f"A Debian package begins with !<arch>; this begins with {data[:8]!r}.")
    at = 8
    while at + 60 <= len(data):
        name, size = data[at : at + 16].decode().strip().rstrip("/"), int(data[at + 48 : at + 58])
        if name.startswith("data.tar"):
            return tarfile.open(fileobj=io.BytesIO(data[at + 60 : at + 60 + size]))
        at += 60 + size + size % 2
    raise ValueError("The Debian package has no data.tar.")
