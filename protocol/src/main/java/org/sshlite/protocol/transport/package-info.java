/**
 * The transport layer, RFC 4253, both roles: identification strings, packets, key exchange,
 * rekeying. Payloads go up, payloads come down; no socket, no clock, no thread.
 */
@NullMarked
package org.sshlite.protocol.transport;

import org.jspecify.annotations.NullMarked;
