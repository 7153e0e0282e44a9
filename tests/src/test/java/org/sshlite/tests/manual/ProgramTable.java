package org.sshlite.tests.manual;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** What a program itself goes by: read from it, not repeated here. */
final class ProgramTable {
  private ProgramTable() {}

  /** The letters of a getopt-like constant, with a dash each. */
  static Set<String> letters(String className, String... constants)
      throws ReflectiveOperationException {
    Set<String> flags = new TreeSet<>();
    for (String constant : constants) {
      constant(className, constant)
          .toString()
          .chars()
          .filter(letter -> letter != ':')
          .forEach(letter -> flags.add("-" + (char) letter));
    }
    return flags;
  }

  /** The words of two constants, options with a value and without. */
  static Set<String> words(String className) throws ReflectiveOperationException {
    Set<String> words = new TreeSet<>();
    for (String constant : new String[] {"VALUED", "FLAGS"}) {
      ((Collection<?>) constant(className, constant)).forEach(word -> words.add(word.toString()));
    }
    return words;
  }

  private static Object constant(String className, String name)
      throws ReflectiveOperationException {
    Field field = Class.forName(className).getDeclaredField(name);
    field.setAccessible(true);
    return field.get(null);
  }

  /** The names of settings, which {@code all} of {@code holder} gives. */
  static Set<String> settings(Class<?> holder, Object instance, String name)
      throws ReflectiveOperationException {
    Method all = holder.getDeclaredMethod("all");
    all.setAccessible(true);
    Set<String> names = new TreeSet<>();
    for (Object setting : (Collection<?>) all.invoke(instance)) {
      Method method = setting.getClass().getDeclaredMethod(name);
      method.setAccessible(true);
      names.add(method.invoke(setting).toString());
    }
    return names;
  }
}
