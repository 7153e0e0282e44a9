/** Whether the client believes a host: asks known-hosts, and a person where that leaves it open. */
@NullMarked
package org.sshlite.client.trust;

import org.jspecify.annotations.NullMarked;
