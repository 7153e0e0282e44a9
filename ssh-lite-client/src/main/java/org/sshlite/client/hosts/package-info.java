/**
 * One command on many hosts at once: {@code ssh-lite --hosts}. Each host has a configuration of its
 * own, from the same files, and a thread of its own while it is its turn; nobody is asked anything.
 */
@NullMarked
package org.sshlite.client.hosts;

import org.jspecify.annotations.NullMarked;
