/**
 * The packets of the SSH file transfer protocol, version 3, draft-ietf-secsh-filexfer-02, with the
 * extensions of OpenSSH's PROTOCOL §4, and their framing on a pair of streams. Neutral: what one
 * end writes the other reads. No files, no state of a session, no threads.
 */
@NullMarked
package org.sshlite.sftp.wire;

import org.jspecify.annotations.NullMarked;
