/**
 * Questions to the system that may wait for a network, such as who a user is: how many at once, and
 * on whose threads. Not what is asked.
 */
@NullMarked
package org.sshlite.sshd.lookup;

import org.jspecify.annotations.NullMarked;
