/**
 * Processes of the operating system and their terminals, by its own functions: sessions and
 * controlling terminals, exact exit statuses and signals, nothing of the server's inherited. Knows
 * no SSH. A server whose shells are applications never loads this package and needs no native
 * access.
 */
@NullMarked
package org.sshlite.sshd.process;

import org.jspecify.annotations.NullMarked;
