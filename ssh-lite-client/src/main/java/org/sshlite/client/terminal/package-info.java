/**
 * The user's terminal: raw mode and its end, its modes as the wire has them (RFC 4254 §8), its
 * size, prompts, and the escape sequences of an interactive session. JLine is known here only.
 */
@NullMarked
package org.sshlite.client.terminal;

import org.jspecify.annotations.NullMarked;
