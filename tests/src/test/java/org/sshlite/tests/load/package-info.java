/**
 * Many who are logged in, and many at the door who mean ill: nobody honest waits or is turned away.
 */
@NullMarked
package org.sshlite.tests.load;

import org.jspecify.annotations.NullMarked;
