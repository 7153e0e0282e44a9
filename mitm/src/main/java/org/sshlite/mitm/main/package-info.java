/** The executable ssh-lite-mitm. */
@NullMarked
package org.sshlite.mitm.main;

import org.jspecify.annotations.NullMarked;
