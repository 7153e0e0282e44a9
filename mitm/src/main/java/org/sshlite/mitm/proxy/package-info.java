/** One manipulation between a real client and a real server. */
@NullMarked
package org.sshlite.mitm.proxy;

import org.jspecify.annotations.NullMarked;
