/** What single keywords and flags of the client do, beside OpenSSH's. */
@NullMarked
package org.sshlite.tests.command;

import org.jspecify.annotations.NullMarked;
