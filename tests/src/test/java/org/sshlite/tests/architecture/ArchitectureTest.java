package org.sshlite.tests.architecture;

import org.junit.jupiter.api.Nested;

/**
 * Rules that ArchUnit holds, all in one: it takes seconds of a processor to read our classes, in
 * each JVM that asks, and JVMs share out the tests by classes.
 */
class ArchitectureTest {
  @Nested
  class Layers extends LayerRules {}

  @Nested
  class Habits extends HabitRules {}
}
