/**
 * Public and private keys, their signatures, their files and their fingerprints. A public key blob
 * is that of RFC 4253 §6.6; a signature is a blob with its algorithm's name in front.
 */
@NullMarked
package org.sshlite.crypto.key;

import org.jspecify.annotations.NullMarked;
