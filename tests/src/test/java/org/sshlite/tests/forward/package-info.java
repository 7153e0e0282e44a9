/** What a connection carries besides sessions: forwards, agents, displays, and who may. */
@NullMarked
package org.sshlite.tests.forward;

import org.jspecify.annotations.NullMarked;
