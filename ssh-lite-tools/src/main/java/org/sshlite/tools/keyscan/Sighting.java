package org.sshlite.tools.keyscan;

import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.key.PublicKey;

/**
 * What came of asking one host for one kind of key.
 *
 * @param address the address or name that was reached
 * @param identification the host's identification string, not escaped; empty when none came
 * @param key whose signature over the key exchange was good
 * @param problems for stderr, one line each, safe to print
 * @param details for stderr with -v
 */
record Sighting(
    String address,
    Optional<String> identification,
    Optional<PublicKey> key,
    List<String> problems,
    List<String> details) {}
