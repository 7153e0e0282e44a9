/** What the client logs in with: key files, passwords, and the order in which they are tried. */
@NullMarked
package org.sshlite.client.identity;

import org.jspecify.annotations.NullMarked;
