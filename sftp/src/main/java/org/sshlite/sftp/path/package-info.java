/**
 * The files of a {@link java.nio.file.FileSystem} of an application's: on a disk, in memory, in a
 * jar. Names that are no UTF-8 do not exist there.
 */
@NullMarked
package org.sshlite.sftp.path;

import org.jspecify.annotations.NullMarked;
