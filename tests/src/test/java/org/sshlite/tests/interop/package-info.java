/**
 * Our programs with those of others, over the wire: logins, commands, shells, bulk data, rekeying.
 * The same is asked of every pair.
 */
@NullMarked
package org.sshlite.tests.interop;

import org.jspecify.annotations.NullMarked;
