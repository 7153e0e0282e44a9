package org.sshlite.mitm.bench;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.sshlite.mitm.end.Credentials;

/**
 * How the bench for servers runs.
 *
 * @param credentials for what needs a login
 * @param limit for each probe; then its connections are closed
 * @param jobs how many run at a time
 */
public record ServerOptions(
    InetSocketAddress address, Credentials credentials, Duration limit, int jobs) {}
