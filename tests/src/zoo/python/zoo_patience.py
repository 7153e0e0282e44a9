"""For a machine with other things to do."""

SECONDS = 90


def give(transport):
    """To one of paramiko's, which waits for 15 to 30 seconds otherwise."""
    transport.banner_timeout = SECONDS
    transport.handshake_timeout = SECONDS
    transport.auth_timeout = SECONDS
    transport.clear_to_send_timeout = SECONDS
