/**
 * The client's end of the SSH file transfer protocol, over a pair of streams: many requests under
 * way at once, answers in any order. Calls wait and are made for virtual threads.
 */
@NullMarked
package org.sshlite.sftp.client;

import org.jspecify.annotations.NullMarked;
