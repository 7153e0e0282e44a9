/**
 * Figures for Prometheus, counted from events. Nothing else of the server knows its library, and
 * nothing loads it unless the configuration names an address.
 */
@NullMarked
package org.sshlite.sshd.metrics;

import org.jspecify.annotations.NullMarked;
