/**
 * Peers that are no SSH peers, hang up, or fall silent: one clear line each, nothing hanging, no
 * thread left.
 */
@NullMarked
package org.sshlite.tests.hostile;

import org.jspecify.annotations.NullMarked;
