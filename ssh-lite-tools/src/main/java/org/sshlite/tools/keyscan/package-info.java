/**
 * The program ssh-lite-keyscan: ssh-keyscan(1)'s options and output. Each key is had by one key
 * exchange, whose signature is verified and which ends with the host key: seen, not trusted.
 */
@NullMarked
package org.sshlite.tools.keyscan;

import org.jspecify.annotations.NullMarked;
