package org.sshlite.client.config;

/**
 * What one run of the client is about, as far as it decides whether a keyword matters.
 *
 * @param host the name to connect to
 * @param terminal whether the session gets one
 * @param agent whether there is an agent to ask
 */
public record Call(String host, boolean terminal, boolean agent) {
  /** Whether the host is this one, by its name. */
  boolean isLocal() {
    return host.equals("localhost") || host.equals("::1") || host.startsWith("127.");
  }
}
