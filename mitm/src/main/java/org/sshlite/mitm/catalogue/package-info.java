/** The manipulations, each with the rule that it breaks and what a sound peer must do. */
@NullMarked
package org.sshlite.mitm.catalogue;

import org.jspecify.annotations.NullMarked;
