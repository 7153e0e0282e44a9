"""A client on asyncssh."""
import asyncio
import os
import sys

import asyncssh

import zoo_job as job


async def send(channel):
    loop = asyncio.get_running_loop()
    # the input may be a file, which the loop does not watch
    while block := await loop.run_in_executor(None, os.read, 0, 32768):
        channel.write(block)
        await channel.drain()
    channel.write_eof()


async def copy(source, out):
    while block := await source.read(32768):
        out.write(block)
    out.flush()


async def main():
    options = {
        "port": job.PORT,
        "username": job.USER,
        "known_hosts": job.KNOWN_HOSTS,
        "config": None,
        "agent_path": None,
    }
    if job.PASSWORD is not None:
        options.update(password=job.PASSWORD, client_keys=None)
    else:
        options.update(client_keys=[job.KEY])
    if job.REKEY:
        options.update(rekey_bytes=job.REKEY)
    terminal = {"term_type": "xterm", "term_size": (80, 24)} if job.PTY else {}
    async with asyncssh.connect("127.0.0.1", **options) as connection:
        process = await connection.create_process(job.COMMAND, encoding=None, **terminal)
        sending = asyncio.create_task(send(process.stdin))
        await asyncio.gather(
            copy(process.stdout, sys.stdout.buffer), copy(process.stderr, sys.stderr.buffer)
        )
        await process.wait_closed()
        sending.cancel()
    if process.exit_signal:
        return job.signalled(process.exit_signal[0])
    return 255 if process.exit_status is None else process.exit_status


status = asyncio.run(main())
# a thread may still wait for input
sys.stderr.flush()
os._exit(status)
