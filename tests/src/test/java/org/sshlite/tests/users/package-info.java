/** A server that root has started, and users of the machine who want at each other's things. */
@NullMarked
package org.sshlite.tests.users;

import org.jspecify.annotations.NullMarked;
