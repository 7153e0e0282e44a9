"""Files by asyncssh's SFTPClient. Arguments: port, user, key, known_hosts."""
import asyncio
import sys

import asyncssh

import files_job as job

PORT, USER, KEY, KNOWN_HOSTS = sys.argv[1:]


async def do(files, verb, paths):
    if verb == "mkdir":
        job.answer(await files.mkdir(paths[0]))
    elif verb == "put":
        job.answer(await files.put(paths[0], paths[1]))
    elif verb == "get":
        job.answer(await files.get(paths[0], paths[1]))
    elif verb == "list":
        job.answer(*await files.listdir(paths[0]))
    elif verb == "stat":
        found = await files.stat(paths[0])
        job.answer(found.size, found.mtime)
    elif verb == "rename":
        job.answer(await files.rename(paths[0], paths[1]))
    elif verb == "symlink":
        job.answer(await files.symlink(paths[0], paths[1]))
    elif verb == "remove":
        job.answer(await files.remove(paths[0]))
    elif verb == "rmdir":
        job.answer(await files.rmdir(paths[0]))


async def main():
    async with asyncssh.connect(
        "127.0.0.1",
        int(PORT),
        username=USER,
        client_keys=[KEY],
        known_hosts=KNOWN_HOSTS,
        config=None,
        agent_path=None,
    ) as connection:
        async with connection.start_sftp_client() as files:
            for verb, *paths in job.lines():
                try:
                    await do(files, verb, paths)
                except (OSError, asyncssh.SFTPError) as problem:
                    job.failed(problem)


asyncio.run(main())
