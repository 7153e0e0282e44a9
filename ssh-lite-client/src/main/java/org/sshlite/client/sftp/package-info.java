/** The programs {@code ssh-lite-sftp} and {@code ssh-lite-scp}. */
@NullMarked
package org.sshlite.client.sftp;

import org.jspecify.annotations.NullMarked;
