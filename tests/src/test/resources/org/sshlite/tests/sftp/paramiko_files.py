"""Files by paramiko's SFTPClient. Arguments: port, user, key, known_hosts."""
import sys

import paramiko

import files_job as job

PORT, USER, KEY, KNOWN_HOSTS = sys.argv[1:]

client = paramiko.SSHClient()
client.load_host_keys(KNOWN_HOSTS)
client.connect(
    "127.0.0.1",
    int(PORT),
    USER,
    key_filename=KEY,
    allow_agent=False,
    look_for_keys=False,
    # a quarter and a half of a minute otherwise
    banner_timeout=90,
    auth_timeout=90,
)
files = client.open_sftp()
for verb, *paths in job.lines():
    try:
        if verb == "mkdir":
            job.answer(files.mkdir(paths[0]))
        elif verb == "put":
            job.answer(files.put(paths[0], paths[1]).st_size)
        elif verb == "get":
            job.answer(files.get(paths[0], paths[1]))
        elif verb == "list":
            job.answer(*files.listdir(paths[0]))
        elif verb == "stat":
            found = files.stat(paths[0])
            job.answer(found.st_size, found.st_mtime)
        elif verb == "rename":
            job.answer(files.rename(paths[0], paths[1]))
        elif verb == "symlink":
            job.answer(files.symlink(paths[0], paths[1]))
        elif verb == "remove":
            job.answer(files.remove(paths[0]))
        elif verb == "rmdir":
            job.answer(files.rmdir(paths[0]))
    except OSError as problem:
        job.failed(problem)
client.close()
