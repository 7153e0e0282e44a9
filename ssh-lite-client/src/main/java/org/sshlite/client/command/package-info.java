/**
 * The program {@code ssh-lite}: its command line, and a session between the peer's command and this
 * process's own terminal or pipes. The only place that knows stdin, stdout, stderr and exit.
 */
@NullMarked
package org.sshlite.client.command;

import org.jspecify.annotations.NullMarked;
