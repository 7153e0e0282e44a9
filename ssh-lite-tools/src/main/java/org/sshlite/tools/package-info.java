/**
 * What ssh-lite-keygen and ssh-lite-keyscan have in common: the console and its prompts, how keys
 * and hosts are written down.
 */
@NullMarked
package org.sshlite.tools;

import org.jspecify.annotations.NullMarked;
