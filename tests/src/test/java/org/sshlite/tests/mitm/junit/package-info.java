/** The bench's JUnit extension over clients of several libraries. */
package org.sshlite.tests.mitm.junit;
