package org.sshlite.crypto.key;

import org.sshlite.crypto.wire.MalformedException;

/**
 * Names the structure that a bad field came from: SSH's encoding and DER end in the same checks.
 */
@FunctionalInterface
interface Blame {
  MalformedException malformed(String field, String problem);
}
