/**
 * What happens to connections, told as it happens: one seam that the log of events and the metrics
 * hang on. docs/events.md describes the lines. Nothing here waits or decides.
 */
@NullMarked
package org.sshlite.sshd.event;

import org.jspecify.annotations.NullMarked;
