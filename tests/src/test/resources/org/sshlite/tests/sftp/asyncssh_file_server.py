"""asyncssh's server with its own sftp. Arguments: host key, authorized_keys."""
import asyncio
import sys

import asyncssh


async def main():
    server = await asyncssh.listen(
        "127.0.0.1",
        0,
        server_host_keys=[sys.argv[1]],
        authorized_client_keys=sys.argv[2],
        sftp_factory=True,
    )
    print("port", server.sockets[0].getsockname()[1], flush=True)
    await server.wait_closed()


asyncio.run(main())
