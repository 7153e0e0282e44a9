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

  /** Set in a whole start that follows a light one which has asked a master in vain. */
  private static final String ALONE = "ssh-lite.alone";

  private static final String CACHE = "-XX:AOTCache=";

  private LightStart() {}

  static boolean isIt() {
    return System.getProperty(PROPERTY) != null;
  }

  /** Whether a master was asked already, before this process began anew. */
  static boolean isAlone() {
    return Boolean.getBoolean(ALONE);
  }

  /** Whether a word of the command line says that a master was asked. */
  static boolean isMark(String word) {
    return word.startsWith("-D" + ALONE + "=");
  }

  /**
   * Begins anew, if this is a light start; returns if it is none, or if that cannot be done.
   *
   * @param alone no master is to be asked, or to be made, any more
   */
  static void leave(boolean alone) {
    if (!isIt()) {
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      List<byte[]> whole = whole(OwnCommand.words());
      if (alone) {
        whole.add(1, ("-D" + ALONE + "=true").getBytes(StandardCharsets.UTF_8));
      }
      MemorySegment words = OwnCommand.array(arena, whole);
      Libc.call("execv", words.getAtIndex(ValueLayout.JAVA_LONG, 0), words.address());
    } catch (IOException _) {
      return; // without the cache and compilers it goes on, if slowly
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
