/**
 * Where a server's log goes: a file with a time in each line, the system's log (RFC 3164), or
 * standard error, and who logs waits for none of them. What is said, and at which level, is the
 * business of {@link org.sshlite.program.config.StderrLog}; of a flood, {@link RateLimit} tells
 * what is worth a line.
 */
@NullMarked
package org.sshlite.program.log;

import org.jspecify.annotations.NullMarked;
