/** Where {@code ssh-lite} starts: with one host, or with many. */
@NullMarked
package org.sshlite.client.main;

import org.jspecify.annotations.NullMarked;
