/** Ways to log in, of several factors and in dialogues: our programs with those of others. */
@NullMarked
package org.sshlite.tests.login;

import org.jspecify.annotations.NullMarked;
