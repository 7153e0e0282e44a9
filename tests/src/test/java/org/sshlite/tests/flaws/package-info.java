/**
 * Known flaws of SSH implementations, tried over the wire on our server, and the table of all of
 * them in docs/security.md.
 */
@NullMarked
package org.sshlite.tests.flaws;

import org.jspecify.annotations.NullMarked;
