/**
 * One connection that several processes use: OpenSSH's PROTOCOL.mux, version 4. A master holds the
 * connection and listens at a unix socket; others hand it their standard streams. And what else
 * comes as an open file: the socket that a proxy has connected.
 */
@NullMarked
package org.sshlite.client.sharing;

import org.jspecify.annotations.NullMarked;
