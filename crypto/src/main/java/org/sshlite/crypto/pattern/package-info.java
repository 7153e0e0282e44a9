/**
 * Name patterns as in ssh_config(5) PATTERNS: {@code *}, {@code ?}, comma-separated lists, {@code
 * !}.
 */
@NullMarked
package org.sshlite.crypto.pattern;

import org.jspecify.annotations.NullMarked;
