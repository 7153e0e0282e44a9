package org.sshlite.mitm.probe;

import java.io.IOException;
import java.util.function.Supplier;
import org.sshlite.mitm.catalogue.About;
import org.sshlite.mitm.catalogue.Entry;
import org.sshlite.mitm.catalogue.Subject;
import org.sshlite.mitm.end.ClientEnd;
import org.sshlite.mitm.wire.Alteration;

/**
 * One thing that a hostile client does, and how it sees what came of it.
 *
 * @param alteration of what this client sends, for one connection
 * @param script runs on one connection: goes as far as it must, strikes, and looks
 */
public record Probe(About about, Needs needs, Supplier<Alteration> alteration, Script script)
    implements Entry {
  /** Ends when there is an answer; that the server leaves is one, and is thrown. */
  @FunctionalInterface
  public interface Script {
    void run(ClientEnd end) throws IOException;
  }

  /** By what the client says alone. */
  Probe(About about, Needs needs, Script script) {
    this(about, needs, Alteration::none, script);
  }

  /** Whether it must not run beside others. */
  public boolean isAlone() {
    return Limits.has(this);
  }

  @Override
  public Subject subject() {
    return Subject.SERVER;
  }

  @Override
  public String attacker() {
    return "a hostile client";
  }

  @Override
  public String premise() {
    return needs.text();
  }
}
