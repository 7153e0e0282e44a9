/**
 * Primitives by OpenSSL's libcrypto, where the system has it: compiled code, fast from the first
 * use, with a Poly1305 of its own. All that is known of the library stands here, and when it is
 * taken; what for is the callers'.
 */
@NullMarked
package org.sshlite.crypto.openssl;

import org.jspecify.annotations.NullMarked;
