package org.sshlite.mitm.probe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.sshlite.mitm.catalogue.About;
import org.sshlite.mitm.end.ClientEnd;
import org.sshlite.mitm.end.Left;
import org.sshlite.mitm.end.Standing;
import org.sshlite.protocol.message.Ignore;

/** What a server must bear or end: all of it little, for the server is one's own. */
final class Limits {
  /** Bytes of no identification: a thousand times what RFC 4253 §4.2 permits. */
  private static final int IDENTIFICATION = 256 * 1024;

  private static final int IGNORED = 4 << 20;
  private static final int CHUNK = 1024;
  private static final int IGNORE = 16 * 1024;

  /** Connections that say nothing. */
  private static final int HALF_OPEN = 8;

  /** A server may turn some away by chance when there are many: MaxStartups of sshd_config(5). */
  private static final int ATTEMPTS = 5;

  private static final String GROUP = "limits";

  private Limits() {}

  /** Whether it must not run beside others: it may take the room that they need. */
  static boolean has(Probe probe) {
    return probe.about().group().equals(GROUP);
  }

  static List<Probe> all() {
    List<Probe> all = new ArrayList<>();
    all.add(
        identification("identification-without-end", "an identification line without an end", "A"));
    all.add(identification("lines-without-end", "lines in place of an identification", "A\r\n"));
    for (String line : List.of("SSH-1.5-x", "SSH-3.0-x", "SSH-2.0", "GET / HTTP/1.1", "")) {
      all.add(wrongIdentification(line));
    }
    all.add(
        probe(
            "ignore-flood",
            "sends 4 MiB of IGNORE before a login",
            "RFC 4253 §11.2: whatever comes in them is ignored",
            "answer afterwards, or disconnect",
            end -> {
              end.reach(Standing.KEYED);
              end.strike("sent 4 MiB of IGNORE");
              for (int sent = 0; sent < IGNORED; sent += IGNORE) {
                end.send(new Ignore(new byte[IGNORE]));
              }
              end.settled();
              end.evidence().refused("the server", "passes over all, and answers");
            }));
    all.add(
        probe(
            "unknown-messages",
            "sends 2,000 messages that nobody knows before a login",
            "RFC 4253 §11.4: each is answered by UNIMPLEMENTED",
            "answer afterwards, or disconnect",
            end -> {
              end.reach(Standing.KEYED);
              end.strike("sent unknown messages");
              for (int i = 0; i < 2000; i++) {
                end.send(new byte[] {(byte) 200});
              }
              end.settled();
            }));
    all.add(
        probe(
            "half-open",
            "opens " + HALF_OPEN + " connections and says nothing on them",
            "RFC 4252 §4: a limit for logins; the others go on",
            "serve the next client",
            Limits::halfOpen));
    all.add(
        probe(
            "cut-in-packet",
            "hangs up in the midst of a packet",
            "RFC 4253 §6.3: what is not whole was never sent",
            "serve the next client",
            Limits::cut));
    return all;
  }

  private static Probe probe(
      String label, String does, String breaks, String demand, Probe.Script script) {
    return new Probe(
        new About("limit-" + label, GROUP, does, breaks, demand), Needs.NOTHING, script);
  }

  private static Probe identification(String label, String what, String text) {
    return probe(
        label,
        "sends " + what,
        "RFC 4253 §4.2: one line of at most 255 bytes",
        "hang up",
        end -> {
          byte[] chunk = bytes(text.repeat(CHUNK / text.length()));
          end.strike("sent " + what);
          try {
            for (int sent = 0; sent < IDENTIFICATION; sent += chunk.length) {
              end.sendRaw(chunk);
            }
            end.identifiedAs(ClientEnd.IDENTIFICATION);
            end.read();
            end.read(); // its KEXINIT may have been first
          } catch (Left e) {
            end.evidence().refused("the server", String.valueOf(e.getMessage()));
            return;
          }
          end.evidence().unbounded("it takes " + (IDENTIFICATION >> 10) + " KiB");
        });
  }

  private static Probe wrongIdentification(String line) {
    String name = line.isEmpty() ? "empty" : line.toLowerCase(Locale.ROOT);
    return probe(
        "identification-" + name.replaceAll("[^a-z0-9]+", "-"),
        "identifies itself as \"" + line + "\"",
        "RFC 4253 §4.2: SSH-2.0-softwareversion",
        "hang up",
        end -> {
          end.strike("sent " + line);
          end.sendRaw(bytes(line + "\r\n"));
          end.identifiedAs(line);
          end.goesOnTo(Standing.REPLIED);
        });
  }

  private static void halfOpen(ClientEnd end) throws IOException {
    end.reach(Standing.IDENTIFIED);
    end.strike("opened connections");
    for (int i = 0; i < HALF_OPEN; i++) {
      end.another();
    }
    for (int i = 0; i < ATTEMPTS; i++) {
      try {
        end.another().reach(Standing.KEYED);
        end.evidence().refused("the server", "serves the next client");
        return;
      } catch (Left _) {
        continue; // by chance, perhaps
      }
    }
    end.inapplicable(
        HALF_OPEN + " silent connections keep the next from here out; from elsewhere perhaps not");
  }

  private static void cut(ClientEnd end) throws IOException {
    end.reach(Standing.KEYED);
    end.strike("hung up in the midst of a packet");
    end.sendRaw(Arrays.copyOf(bytes("half a packet"), 9));
    end.hangUp();
    end.another().reach(Standing.SERVICE_ACCEPTED);
    end.evidence().refused("the server", "serves the next client");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
