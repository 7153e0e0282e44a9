/**
 * Functions of the operating system that Java does not have, by its own C library. Whoever embeds a
 * client, or a server whose shells are applications, never loads this package and needs no native
 * access.
 */
@NullMarked
package org.sshlite.program.system;

import org.jspecify.annotations.NullMarked;
