/**
 * Private keys in the PEM forms of other programs: PKCS#1 (RFC 8017), SEC 1 (RFC 5915), PKCS#8 (RFC
 * 5958). Only writing; all of them are read by {@link org.sshlite.crypto.key.PrivateKeyFile}.
 */
@NullMarked
package org.sshlite.crypto.pem;

import org.jspecify.annotations.NullMarked;
