/**
 * The data types of the wire, RFC 4251 §5: reading that cannot overrun, writing into one growing
 * array, secrets that erase themselves, and texts that are safe to show. No messages, no
 * cryptography.
 */
@NullMarked
package org.sshlite.crypto.wire;

import org.jspecify.annotations.NullMarked;
