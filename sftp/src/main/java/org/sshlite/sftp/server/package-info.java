/**
 * The server's end of the SSH file transfer protocol: a session over two streams, and what it asks
 * of the files that it serves. Which files those are, and how a path leads to them, is not known
 * here.
 */
@NullMarked
package org.sshlite.sftp.server;

import org.jspecify.annotations.NullMarked;
