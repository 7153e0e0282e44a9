"""The files of this machine, for paramiko's SFTPServer."""
import functools
import os

import paramiko


def answering(act):
    """In place of what the system refuses, a status says so."""

    @functools.wraps(act)
    def answer(*arguments):
        try:
            found = act(*arguments)
        except OSError as problem:
            return paramiko.SFTPServer.convert_errno(problem.errno)
        return paramiko.SFTP_OK if found is None else found

    return answer


def attributes(found, name=None):
    return paramiko.SFTPAttributes.from_stat(found, name)


class Handle(paramiko.SFTPHandle):
    def __init__(self, file, flags):
        super().__init__(flags)
        self.readfile = self.writefile = file

    @answering
    def stat(self):
        return attributes(os.fstat(self.readfile.fileno()))

    @answering
    def chattr(self, wanted):
        change(self.readfile.fileno(), wanted)


def change(file, wanted):
    """Not paramiko's own: to set a size it empties the file."""
    if wanted._flags & wanted.FLAG_SIZE:
        os.truncate(file, wanted.st_size)
    if wanted._flags & wanted.FLAG_PERMISSIONS:
        os.chmod(file, wanted.st_mode & 0o777)
    if wanted._flags & wanted.FLAG_AMTIME:
        os.utime(file, (wanted.st_atime, wanted.st_mtime))


class Files(paramiko.SFTPServerInterface):
    @answering
    def list_folder(self, path):
        with os.scandir(path) as entries:
            return [attributes(entry.stat(follow_symlinks=False), entry.name) for entry in entries]

    @answering
    def stat(self, path):
        return attributes(os.stat(path))

    @answering
    def lstat(self, path):
        return attributes(os.lstat(path))

    @answering
    def open(self, path, flags, wanted):
        mode = {os.O_RDONLY: "rb", os.O_WRONLY: "wb", os.O_RDWR: "r+b"}[flags & os.O_ACCMODE]
        permissions = wanted.st_mode if wanted._flags & wanted.FLAG_PERMISSIONS else 0o666
        return Handle(os.fdopen(os.open(path, flags, permissions & 0o777), mode, buffering=0), flags)

    @answering
    def remove(self, path):
        os.remove(path)

    @answering
    def rename(self, old, new):
        # what is there already stays
        if os.path.lexists(new):
            return paramiko.SFTP_FAILURE
        os.rename(old, new)

    @answering
    def posix_rename(self, old, new):
        os.replace(old, new)

    @answering
    def mkdir(self, path, wanted):
        os.mkdir(path)

    @answering
    def rmdir(self, path):
        os.rmdir(path)

    @answering
    def chattr(self, path, wanted):
        change(path, wanted)

    @answering
    def symlink(self, target, path):
        os.symlink(target, path)

    @answering
    def readlink(self, path):
        return os.readlink(path)
