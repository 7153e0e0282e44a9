/**
 * The SSH client as a library: connect, run commands, read their output. Hosts are verified against
 * known_hosts unless the options say otherwise.
 */
@NullMarked
package org.sshlite.client;

import org.jspecify.annotations.NullMarked;
