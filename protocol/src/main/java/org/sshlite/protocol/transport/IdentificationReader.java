package org.sshlite.protocol.transport;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.RefusedException;

/**
 * Finds the peer's identification string at the start of what it sends, RFC 4253 §4.2. A server may
 * send other lines first; a client may not. A line may end in LF alone, as it did in older
 * versions.
 */
final class IdentificationReader {
  /** As OpenSSH: SSH_MAX_PRE_BANNER_LINES. */
  private static final int MAXIMUM_LINES = 1024;

  /** As OpenSSH: SSH_MAX_BANNER_LEN, bytes of a line, the identification string's too. */
  private static final int MAXIMUM_LINE_LENGTH = 8192;

  /** As OpenSSH, characters of what came instead that are told. */
  private static final int LONGEST_QUOTED = 256;

  private final Role role;
  private int lines;
  private String firstLine = "";

  IdentificationReader(Role role) {
    this.role = role;
  }

  /** What was found: how many bytes were used, and the string when it was there. */
  sealed interface Found {
    record Nothing() implements Found {}

    record OtherLine(int length) implements Found {}

    record Identification(IdentificationString string, int length) implements Found {}
  }

  /** Looks at one line of what has arrived. */
  Found read(byte[] array, int start, int end) throws RefusedException {
    for (int i = start; i < end; i++) {
      if (array[i] == '\n') {
        int length = i > start && array[i - 1] == '\r' ? i - 1 - start : i - start;
        return line(new String(array, start, length, StandardCharsets.ISO_8859_1), i + 1 - start);
      }
      if (array[i] == 0) {
        // RFC 4253 §4.2: the null character must not be sent
        throw refused("the peer sent a null character instead of an identification string");
      }
    }
    refuseEarly(array, start, end);
    return new Found.Nothing();
  }

  /** An endless line is refused before it is whole. */
  private void refuseEarly(byte[] array, int start, int end) throws RefusedException {
    if (end - start > MAXIMUM_LINE_LENGTH) {
      throw refused("the peer sent an endless line instead of an identification string");
    }
    if (role == Role.SERVER && !startsLikeSsh(array, start, end)) {
      throw notSsh(new String(array, start, end - start, StandardCharsets.ISO_8859_1));
    }
  }

  private static boolean startsLikeSsh(byte[] array, int start, int end) {
    String prefix = "SSH-";
    for (int i = 0; i < prefix.length() && start + i < end; i++) {
      if (array[start + i] != prefix.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private Found line(String line, int length) throws RefusedException {
    if (line.startsWith("SSH-") && length <= MAXIMUM_LINE_LENGTH) {
      return new Found.Identification(IdentificationString.parse(line), length);
    }
    if (role == Role.SERVER) {
      throw notSsh(line);
    }
    if (length > MAXIMUM_LINE_LENGTH || ++lines > MAXIMUM_LINES) {
      throw refused("the peer sent too much before an identification string: is it an SSH server?");
    }
    if (firstLine.isEmpty()) {
      firstLine = line;
    }
    return new Found.OtherLine(length);
  }

  /** What to say when the peer hung up before its identification string came. */
  String hungUp() {
    String said = firstLine.isEmpty() ? "" : "; it sent \"" + firstLine + "\"";
    return "the peer hung up before it sent an SSH identification string" + said;
  }

  private static RefusedException notSsh(String sent) {
    return new RefusedException(
        new Refusal.BadIdentification(
            "the peer did not send an SSH identification string",
            Optional.of(sent.substring(0, Math.min(sent.length(), LONGEST_QUOTED)))));
  }

  private static RefusedException refused(String problem) {
    return new RefusedException(new Refusal.BadIdentification(problem));
  }
}
