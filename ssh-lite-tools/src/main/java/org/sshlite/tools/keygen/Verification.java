package org.sshlite.tools.keygen;

import java.io.IOException;
import java.time.Instant;
import org.sshlite.crypto.key.SshSignature;
import org.sshlite.crypto.signer.AllowedSigners;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.command.ToolException;
import org.sshlite.tools.Console;

/**
 * {@code -Y verify} and {@code -Y check-novalidate}: whether a signature is good for what comes in
 * on stdin, and, but for the latter, whether its key may sign for the person named.
 */
final class Verification implements Operation {
  private static final int BAD = 255;

  private final CommandLine line;
  private final Console console;
  private final Instant time;
  private final boolean anyKey;

  Verification(CommandLine line, Console console, Instant time, boolean anyKey) {
    this.line = line;
    this.console = console;
    this.time = time;
    this.anyKey = anyKey;
  }

  @Override
  public int run() throws ToolException, IOException {
    SshSignature signature;
    try {
      signature = SignatureFile.read(line);
      check(signature);
    } catch (ToolException e) {
      console.log(e.getMessage());
      if (!line.quiet()) {
        console.line("Could not verify signature.");
      }
      return BAD;
    }
    if (!line.quiet()) {
      console.line(good(signature));
    }
    if (line.options().stream().anyMatch("print-pubkey"::equalsIgnoreCase)) {
      console.line(KeyText.format(signature.key()));
    }
    return 0;
  }

  private void check(SshSignature signature) throws ToolException, IOException {
    if (!signature.namespace().equals(namespace())) {
      throw ToolException.fatal("Couldn't verify signature: namespace does not match");
    }
    if (!signature.verify(Digests.of(signature.hash(), console.in()))) {
      throw ToolException.fatal("Signature verification failed: incorrect signature");
    }
    if (anyKey) {
      return;
    }
    if (line.value('r').isPresent()) {
      RevokedKeys.refuse(line.value('r').get(), signature.key());
    }
    AllowedSigners.Answer answer =
        SignatureFile.allowedSigners(line)
            .check(signature.key(), line.value('I').orElseThrow(), namespace(), time);
    for (String problem : answer.problems()) {
      console.log(problem);
    }
    if (answer.principals().isEmpty()) {
      throw ToolException.fatal(
          "The key "
              + signature.key().fingerprint()
              + " does not sign for "
              + Printable.line(line.value('I').orElseThrow()));
    }
  }

  private String namespace() {
    return line.value('n').orElseThrow();
  }

  private String good(SshSignature signature) {
    return "Good \""
        + Printable.line(namespace())
        + "\" signature "
        + (anyKey ? "" : "for " + Printable.line(line.value('I').orElseThrow()) + " ")
        + "with "
        + signature.key().typeName()
        + " key "
        + line.fingerprintHash().of(signature.key());
  }
}
