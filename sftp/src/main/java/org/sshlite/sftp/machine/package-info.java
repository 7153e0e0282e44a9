/**
 * The files of this machine, Linux: through the functions of the C library, because names there are
 * bytes and java.nio.file has only those that its charset can say. Relative to open folders, so
 * that a root holds whatever links or moves lie on the way.
 */
@NullMarked
package org.sshlite.sftp.machine;

import org.jspecify.annotations.NullMarked;
