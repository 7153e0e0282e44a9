/**
 * Key agreement: what happens between the two blobs of a key exchange (RFC 4253 §8, RFC 5656, RFC
 * 8731, draft-ietf-sshm-mlkem-hybrid-kex). No messages, no exchange hash, no signatures.
 */
@NullMarked
package org.sshlite.crypto.kex;

import org.jspecify.annotations.NullMarked;
