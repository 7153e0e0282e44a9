/** The command line of a program: options as getopt(3) reads them, and how a run fails. */
@NullMarked
package org.sshlite.program.command;

import org.jspecify.annotations.NullMarked;
