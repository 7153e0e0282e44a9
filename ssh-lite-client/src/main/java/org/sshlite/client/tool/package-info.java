/**
 * What ssh-lite-keygen and ssh-lite-keyscan have in common: options as getopt(3) reads them, the
 * standard streams and prompts, how keys and hosts are written down, how a run fails.
 */
@NullMarked
package org.sshlite.client.tool;

import org.jspecify.annotations.NullMarked;
