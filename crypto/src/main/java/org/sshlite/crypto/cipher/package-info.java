/**
 * Protection of packets: encryption, integrity and compression, one direction at a time (RFC 4253
 * §6, RFC 4344, RFC 5647, draft-ietf-sshm-chacha20-poly1305). Heap arrays in, heap arrays out.
 */
@NullMarked
package org.sshlite.crypto.cipher;

import org.jspecify.annotations.NullMarked;
