package org.sshlite.client.config;

/**
 * A key file that a configuration names.
 *
 * @param path as it was written: {@code ~} and tokens not yet replaced
 * @param asked whether the user named it, in a file of the user's or on the command line; else it
 *     is a default or the administrator's, and nothing is said when it is missing
 */
public record IdentityFile(String path, boolean asked) {}
