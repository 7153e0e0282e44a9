"""A server that asks in three rounds, and says what it was answered. Argument: its host key."""

import asyncio
import sys

import asyncssh


class Dialogue(asyncssh.SSHServer):
    def begin_auth(self, username):
        return True

    def password_auth_supported(self):
        return False

    def kbdint_auth_supported(self):
        return True

    def get_kbdint_challenge(self, username, lang, submethods):
        print("submethods", submethods, flush=True)
        self.round = 0
        return ("Bank \x1b[31m", "Two lines\nof instruction", "",
                [("Password: ", False), ("Colour? ", True)])

    def validate_kbdint_response(self, username, responses):
        print("answers", "|".join(responses), flush=True)
        self.round += 1
        if self.round == 1:
            return ("", "", "", [("Code\x1b[2J: ", False)])
        if self.round == 2:
            return ("", "Only shown.", "", [])
        return True


async def serve():
    server = await asyncssh.create_server(
        Dialogue, "127.0.0.1", 0, server_host_keys=[sys.argv[1]],
        process_factory=lambda process: process.exit(0))
    print("port", server.sockets[0].getsockname()[1], flush=True)
    await asyncio.Event().wait()


asyncio.run(serve())
