package org.sshlite.client.config;

/**
 * What Host and Match compare with.
 *
 * @param originalHost the host as given on the command line
 * @param command the command to execute; empty for a shell
 */
public record MatchContext(String originalHost, String command, Tokens.LocalUser local) {}
