/**
 * What sources of connections have to bear that gave no good reason to talk to them: penalties, and
 * a limit of their own on connections that have not logged in. Knows no socket and no clock.
 */
@NullMarked
package org.sshlite.sshd.penalty;

import org.jspecify.annotations.NullMarked;
