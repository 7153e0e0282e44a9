/**
 * How soon a program that is started does its work, ours beside those of others: a benchmark, run
 * by hand through {@code tests/bin/startup-benchmark}.
 */
@NullMarked
package org.sshlite.tests.startup;

import org.jspecify.annotations.NullMarked;
