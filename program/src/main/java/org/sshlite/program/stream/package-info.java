/**
 * The standard streams of a program of ours, whatever they are: a blocking file or one that is not,
 * a terminal of which we are in the background, a pipe whose reader is gone.
 */
@NullMarked
package org.sshlite.program.stream;

import org.jspecify.annotations.NullMarked;
