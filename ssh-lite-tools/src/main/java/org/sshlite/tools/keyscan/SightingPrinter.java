package org.sshlite.tools.keyscan;

import java.io.IOException;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.tools.Console;
import org.sshlite.tools.HashedHost;
import org.sshlite.tools.SshfpLines;

/** Prints what was seen as ssh-keyscan does. */
final class SightingPrinter {
  private final ScanOptions options;
  private final Console console;
  private final Set<String> told = new HashSet<>();
  private Optional<Target> last = Optional.empty();
  private boolean foundAny;

  SightingPrinter(ScanOptions options, Console console) {
    this.options = options;
    this.console = console;
  }

  /** Whether any key was printed. */
  boolean foundAny() {
    return foundAny;
  }

  void print(Target target, Sighting sighting) throws IOException {
    if (!last.equals(Optional.of(target))) {
      last = Optional.of(target);
      told.clear();
    }
    for (String problem : sighting.problems()) {
      // a host that cannot be reached is asked for each kind of key
      if (told.add(problem)) {
        console.log(problem);
      }
    }
    if (options.verbose()) {
      for (String detail : sighting.details()) {
        console.log("debug1: " + detail);
      }
    }
    if (sighting.identification().isPresent() && !options.quiet()) {
      console.line(
          (options.sshfp() ? "; " : "# ")
              + Printable.line(sighting.address())
              + ":"
              + options.port()
              + " "
              + Printable.line(sighting.identification().get()));
    }
    if (sighting.key().isPresent()) {
      foundAny = true;
      List<String> hosts =
          options.sharesLines() ? List.of(target.names()) : List.of(target.names().split(",", -1));
      for (String host : hosts) {
        print(host, sighting.key().get());
      }
    }
  }

  private void print(String host, PublicKey key) throws IOException {
    if (options.sshfp()) {
      List<String> records = SshfpLines.of(host, key, options.hashes(), false);
      if (records.isEmpty()) {
        console.log("unsupported algorithm and/or digest_type");
      }
      for (String record : records) {
        console.line(record);
      }
      return;
    }
    String known = options.knownHost(host);
    String text = key.type() + " " + Base64.getEncoder().encodeToString(key.blob());
    if (options.certificates()) {
      console.line(text);
    } else {
      console.line((options.hashesNames() ? HashedHost.of(known) : known) + " " + text);
    }
  }
}
