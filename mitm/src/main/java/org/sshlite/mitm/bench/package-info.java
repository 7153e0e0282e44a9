/** Runs the catalogue against a client command, and judges. */
@NullMarked
package org.sshlite.mitm.bench;

import org.jspecify.annotations.NullMarked;
