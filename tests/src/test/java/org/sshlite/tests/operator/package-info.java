/** What an operator sees of a server that runs: events, figures, recordings, proxied addresses. */
@NullMarked
package org.sshlite.tests.operator;

import org.jspecify.annotations.NullMarked;
