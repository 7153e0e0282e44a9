/**
 * What is too weak to be used unasked, for devices that have nothing else: SHA-1 and MD5, CBC (RFC
 * 4253 §6.3), a group of 1024 bits. A configuration must name each of these by its full name: they
 * stand in no default list, and no wildcard reaches them. Primitives are the JDK's.
 */
@NullMarked
package org.sshlite.crypto.legacy;

import org.jspecify.annotations.NullMarked;
