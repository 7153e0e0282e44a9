/** Files that programs change: by one writer at a time, as a whole. */
@NullMarked
package org.sshlite.crypto.file;

import org.jspecify.annotations.NullMarked;
