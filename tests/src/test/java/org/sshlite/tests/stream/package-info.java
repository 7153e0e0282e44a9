/** What the client does with its own standard streams, whatever its user made of them. */
@NullMarked
package org.sshlite.tests.stream;

import org.jspecify.annotations.NullMarked;
