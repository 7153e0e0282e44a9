/**
 * The bench from JUnit 5: one's own code over some client is tried with somebody in the middle.
 * JUnit is there in tests only, so who uses the rest of this module needs none.
 */
@NullMarked
package org.sshlite.mitm.junit;

import org.jspecify.annotations.NullMarked;
