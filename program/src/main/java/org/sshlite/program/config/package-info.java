/**
 * The syntax that sshd_config(5) and ssh_config(5) share: lines, quoting, values, what is told of
 * keywords not supported; and the log of the executables. What a keyword means is its program's.
 */
@NullMarked
package org.sshlite.program.config;

import org.jspecify.annotations.NullMarked;
