/** One connection that several processes use: ControlMaster, with ssh. */
@NullMarked
package org.sshlite.tests.sharing;

import org.jspecify.annotations.NullMarked;
