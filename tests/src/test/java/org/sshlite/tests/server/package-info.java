/** What sshd-lite itself promises, asked of it by a client of others. */
@NullMarked
package org.sshlite.tests.server;

import org.jspecify.annotations.NullMarked;
