/**
 * Recordings of sessions on terminals, in the second version of asciinema's file format (asciicast
 * v2). Written by the threads of the session itself: a slow disk makes a session slow, and nothing
 * else.
 */
@NullMarked
package org.sshlite.sshd.recording;

import org.jspecify.annotations.NullMarked;
