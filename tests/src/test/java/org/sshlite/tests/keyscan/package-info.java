/** ssh-lite-keyscan and ssh-lite-keygen on the hosts of others. */
@NullMarked
package org.sshlite.tests.keyscan;

import org.jspecify.annotations.NullMarked;
