/** The executable sshd-lite: its command line, its files, its start and its end. */
@NullMarked
package org.sshlite.sshd.main;

import org.jspecify.annotations.NullMarked;
