/**
 * Every algorithm, key and certificate type through a real login: tables of what there is, run
 * between our own ends, and against the installed OpenSSH as far as it has the same.
 */
@NullMarked
package org.sshlite.tests.algorithm;

import org.jspecify.annotations.NullMarked;
