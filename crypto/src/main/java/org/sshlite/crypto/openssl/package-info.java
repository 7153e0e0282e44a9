/**
 * Primitives of packets by OpenSSL's libcrypto, where the system has it: compiled code, fast from
 * the first packet, with a Poly1305 of its own. All that is known of the library stands here; who
 * chooses is {@code org.sshlite.crypto.cipher}.
 */
@NullMarked
package org.sshlite.crypto.openssl;

import org.jspecify.annotations.NullMarked;
