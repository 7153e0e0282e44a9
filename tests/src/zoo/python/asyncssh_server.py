"""A server on asyncssh: it runs commands as processes, and serves files."""
import asyncio
import signal

import asyncssh

import zoo_server as zoo


class Server(asyncssh.SSHServer):
    def password_auth_supported(self):
        return True

    def validate_password(self, username, password):
        return (username, password) == (zoo.USER, zoo.PASSWORD)


async def run(process):
    command = await asyncio.create_subprocess_exec(
        "/bin/bash",
        "-c",
        process.command,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    await process.redirect(stdin=command.stdin, stdout=command.stdout, stderr=command.stderr)
    await process.stdout.drain()
    await process.stderr.drain()
    status = await command.wait()
    if status < 0:
        process.exit_with_signal(signal.Signals(-status).name[3:])
    else:
        process.exit(status)


async def main():
    options = {"rekey_bytes": zoo.REKEY} if zoo.REKEY else {}
    server = await asyncssh.create_server(
        Server,
        "127.0.0.1",
        0,
        server_host_keys=[zoo.HOST_KEY],
        authorized_client_keys=zoo.AUTHORIZED_KEYS,
        process_factory=run,
        sftp_factory=True,
        encoding=None,
        **options,
    )
    zoo.listening(server.sockets[0].getsockname()[1])
    await asyncio.get_event_loop().create_future()


asyncio.run(main())
