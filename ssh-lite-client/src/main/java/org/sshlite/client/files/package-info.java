/**
 * A server's files as a {@link java.nio.file.FileSystem}: {@code sftp://user@host:port/path}. What
 * the protocol cannot do is not claimed: no watching, no owner looked up by name, times in seconds.
 */
@NullMarked
package org.sshlite.client.files;

import org.jspecify.annotations.NullMarked;
