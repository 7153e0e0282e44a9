package org.sshlite.mitm.catalogue;

import org.sshlite.mitm.end.Scene;

/**
 * What a client has left behind.
 *
 * @param output its standard output, as ISO-8859-1: a character for each byte
 * @param errors its standard error, likewise
 * @param knownHosts its known_hosts, as they are now
 */
public record Aftermath(Scene scene, String output, String errors, String knownHosts) {}
