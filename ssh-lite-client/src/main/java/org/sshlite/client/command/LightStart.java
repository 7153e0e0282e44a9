package org.sshlite.client.command;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;
import org.sshlite.program.system.Libc;

/**
 * A start with the small ahead-of-time cache, and without compilers: that of a program that needs
 * no connection of its own, because a master has one, or because nothing is asked of a host. To map
 * the whole cache and to link its classes, and to compile, would be most of what such a program
 * takes. Where it does need a connection, the same process begins anew with the whole cache; by
 * then it has read its configuration, and done nothing.
 */
final class LightStart {
  /** Set in a light start: the whole cache. */
  private static final String PROPERTY = "ssh-lite.whole-cache";

  /** What the compilers are told in a whole start: the JVM's options, blanks between them. */
  private static final String COMPILERS = "ssh-lite.compilers";

  private static final String WITHOUT = "-Xint";

  private static final String CACHE = "-XX:AOTCache=";

  private LightStart() {}

  static boolean isIt() {
    return System.getProperty(PROPERTY) != null;
  }

  /** Begins anew, if this is a light start; returns if it is none, or if that cannot be done. */
  static void leave() {
    if (!isIt()) {
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment words = OwnCommand.array(arena, whole(OwnCommand.words()));
      Libc.call("execv", words.getAtIndex(ValueLayout.JAVA_LONG, 0), words.address());
    } catch (IOException _) {
      return; // without the cache it goes on more slowly, and that is all
    }
  }

  /** The words of a start with the whole cache. */
  static List<byte[]> whole(List<byte[]> own) {
    String cache = System.getProperty(PROPERTY);
    if (cache == null) {
      return own;
    }
    List<byte[]> words = new ArrayList<>();
    boolean options = true;
    for (byte[] word : own) {
      String text = new String(word, StandardCharsets.UTF_8);
      options &= !text.equals("-cp"); // what comes behind it is no longer the JVM's
      if (options && text.startsWith(CACHE)) {
        words.add((CACHE + cache).getBytes(StandardCharsets.UTF_8));
      } else if (options && text.equals(WITHOUT)) {
        new StringTokenizer(System.getProperty(COMPILERS, ""))
            .asIterator()
            .forEachRemaining(
                option -> words.add(option.toString().getBytes(StandardCharsets.UTF_8)));
      } else if (!options || !isOfLightStart(text)) {
        words.add(word);
      }
    }
    return words;
  }

  private static boolean isOfLightStart(String word) {
    return word.startsWith("-D" + PROPERTY + "=") || word.startsWith("-D" + COMPILERS + "=");
  }
}
