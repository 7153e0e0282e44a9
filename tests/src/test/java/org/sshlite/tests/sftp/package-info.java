/** The file transfer protocol against the programs of others: what is equal, byte for byte. */
@NullMarked
package org.sshlite.tests.sftp;

import org.jspecify.annotations.NullMarked;
