/**
 * The zoo: each foreign program that Debian, Maven Central or the npm registry gives, against ours.
 * A peer is a row of one table, what it is asked to do a column, and what it cannot do itself
 * stands there with the reason. {@code tests/bin/zoo} installs nothing: it builds the small
 * programs under {@code src/zoo} that drive the libraries, runs the zoo, and writes the table.
 */
@NullMarked
package org.sshlite.tests.zoo;

import org.jspecify.annotations.NullMarked;
