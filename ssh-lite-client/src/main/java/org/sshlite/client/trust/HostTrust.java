package org.sshlite.client.trust;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sshlite.client.dialog.Dialog;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.knownhosts.Basis;
import org.sshlite.knownhosts.Decision.Action;
import org.sshlite.knownhosts.Explanation;
import org.sshlite.knownhosts.HostName;
import org.sshlite.knownhosts.KeyDisplay;
import org.sshlite.knownhosts.KnownHosts;
import org.sshlite.knownhosts.Remark;
import org.sshlite.knownhosts.StrictHostKeyChecking;
import org.sshlite.knownhosts.Verdict;
import org.sshlite.protocol.message.Refusal.Doubt;
import org.sshlite.protocol.transport.HostKeyVerifier;

/**
 * The client's decision about the host key of one connection. Once it has believed a key it
 * believes no other on the same connection, so a rekey cannot bring in another host.
 */
public final class HostTrust implements HostKeyVerifier {
  private final KnownHosts knownHosts;
  private final StrictHostKeyChecking strictness;
  private final HostJudge judge;
  private final HostAddress host;
  private final Optional<TrustPolicy> policy;

  /** Whether it is this machine, and is not asked who it is. */
  private final boolean isLocal;

  private final KeyDisplay display;
  private final Dialog dialog;
  private volatile @Nullable PublicKey believed;
  private volatile boolean secretsAllowed;
  private volatile boolean learnsKeys;

  public HostTrust(TrustOptions options, HostAddress host, Dialog dialog) {
    this(options, new HostJudge(options, host, host.name().name()), host, dialog);
  }

  /**
   * @param judge finds the verdicts on this host
   */
  public HostTrust(TrustOptions options, HostJudge judge, HostAddress host, Dialog dialog) {
    this.knownHosts = options.knownHosts();
    this.strictness = options.strictness();
    this.judge = judge;
    this.host = host;
    this.policy = options.policy();
    this.isLocal =
        options.believesLocalhost()
            && options.hostKeyAlias().isEmpty()
            && host.address().filter(InetAddress::isLoopbackAddress).isPresent();
    this.display = options.display();
    this.dialog = dialog;
  }

  /**
   * Whether UpdateHostKeys may act on what this host says: it was believed by a line of the user's
   * own, or a person has looked at its key.
   */
  public boolean learnsKeys() {
    return learnsKeys;
  }

  /**
   * Whether a password may be given away: to a host that is believed, not to one whose key is known
   * to be wrong and with which StrictHostKeyChecking=no goes on all the same.
   */
  public boolean secretsAllowed() {
    return secretsAllowed;
  }

  @Override
  public List<String> preferred(List<String> configured) {
    if (policy.isPresent()) {
      return policy.get().preferred(configured);
    }
    try {
      return judge.preferred(configured);
    } catch (IOException e) {
      dialog.tell(Level.DEBUG, problem(e));
      return configured; // the same problem decides in verify
    }
  }

  @Override
  public Decision verify(PublicKey key, String algorithm) {
    dialog.tell(Level.DEBUG, "Server host key: " + key.type() + " " + display.fingerprint(key));
    Optional<String> tooShort = judge.tooShort(key);
    if (tooShort.isPresent()) {
      return refused(tooShort.get());
    }
    PublicKey before = believed;
    if (before != null) {
      return before.equals(key)
          ? trusted()
          : new Decision.Refused(
              Doubt.CHANGED, "The host key of " + host.name() + " changed within the connection.");
    }
    if (policy.isPresent()) {
      return decide(policy.get(), key);
    }
    // a revoked key is no host's
    if (isLocal && judge.refusal(key).isEmpty()) {
      dialog.tell(Level.DEBUG, "Forcing accepting of host key for loopback/localhost.");
      believed = key;
      secretsAllowed = true;
      return trusted();
    }
    try {
      Verdict verdict = judge.verdict(key);
      Decision decision = act(verdict, strictness.decide(verdict));
      if (decision instanceof Decision.Trusted) {
        believed = key;
      }
      return decision;
    } catch (IOException e) {
      return refused(problem(e));
    }
  }

  /** Nothing is learned from a host that an application vouches for. */
  private Decision decide(TrustPolicy rules, PublicKey key) {
    if (!rules.trusts(host.name().name(), host.name().port(), key)) {
      return refused(
          "The "
              + key.typeName()
              + " host key "
              + key.fingerprint()
              + " of "
              + host.name()
              + " is not trusted.");
    }
    believed = key;
    secretsAllowed = true;
    return trusted();
  }

  private Decision act(Verdict verdict, org.sshlite.knownhosts.Decision decision) {
    if (decision.action() == Action.REFUSE) {
      return refused(verdict, explain(verdict));
    }
    if (decision.action() == Action.ASK) {
      Optional<Boolean> confirmed = confirmed(verdict);
      if (confirmed.isEmpty()) {
        return refused(verdict, question(verdict)); // nobody was there to read it
      }
      if (!confirmed.get()) {
        return refused(verdict, "The host key was not accepted.");
      }
    }
    if (!decision.secretsAllowed()) {
      dialog.tell(Level.ERROR, explanation(verdict).text());
      dialog.tell(
          Level.ERROR, "Password authentication is disabled to avoid man-in-the-middle attacks.");
      dialog.tell(
          Level.ERROR,
          "Keyboard-interactive authentication is disabled to avoid man-in-the-middle attacks.");
    } else if (verdict instanceof Verdict.Trusted trusted) {
      dialog.tell(Level.DEBUG, explanation(trusted).text());
      draw(trusted);
    }
    secretsAllowed = decision.secretsAllowed();
    learnsKeys = decision.learnsKeys();
    remember(decision.remember(), verdict.offered());
    return trusted();
  }

  /** VisualHostKey: who was asked has seen it; of who is known it is shown, as ssh does. */
  private void draw(Verdict.Trusted trusted) {
    if (trusted.basis() instanceof Basis.KnownKey || trusted.basis() instanceof Basis.Authority) {
      PublicKey key = trusted.offered();
      display
          .picture(key)
          .ifPresent(
              picture ->
                  dialog.tell(
                      Level.INFO,
                      "Host key fingerprint is: " + display.fingerprint(key) + "\n" + picture));
    }
  }

  private Explanation explanation(Verdict verdict) {
    return Explanation.of(verdict, display);
  }

  /** What a verdict that is refused means, in ssh's words where scripts look for them. */
  private String explain(Verdict verdict) {
    String type = verdict.offered().typeName();
    return switch (verdict) {
      case Verdict.Unknown unknown ->
          foreignAuthority(unknown)
              + "No "
              + type
              + " host key is known for "
              + host.name()
              + " and you have requested strict checking.";
      case Verdict.Changed _ ->
          explanation(verdict).text()
              + "\nHost key for "
              + host.name()
              + " has changed and you have requested strict checking.";
      case Verdict.Revoked _ ->
          explanation(verdict).text()
              + "\n"
              + type
              + " host key for "
              + host.name()
              + " was revoked and you have requested strict checking.";
      default -> explanation(verdict).text();
    };
  }

  /** Where a certificate of a CA that is known for the host was expected, that of another came. */
  private static String foreignAuthority(Verdict.Unknown unknown) {
    return unknown.remarks().stream()
        .filter(remark -> remark instanceof Remark.UnknownAuthority ca && !ca.expected().isEmpty())
        .flatMap(remark -> remark.lines().stream())
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  /** Empty when nobody answers. */
  private Optional<Boolean> confirmed(Verdict verdict) {
    boolean byFingerprint = verdict instanceof Verdict.Unknown;
    String fingerprint = display.fingerprint(verdict.offered());
    String choice = byFingerprint ? "(yes/no/[fingerprint])? " : "(yes/no)? ";
    String prompt = question(verdict) + "\nAre you sure you want to continue connecting " + choice;
    while (true) {
      Optional<String> answer = dialog.ask(prompt).map(String::strip);
      if (answer.isEmpty()) {
        return Optional.empty();
      }
      if (answer.get().isEmpty() || answer.get().equalsIgnoreCase("no")) {
        return Optional.of(false);
      }
      if (answer.get().equalsIgnoreCase("yes")
          || byFingerprint && answer.get().equals(fingerprint)) {
        return Optional.of(true);
      }
      prompt =
          byFingerprint
              ? "Please type 'yes', 'no' or the fingerprint: "
              : "Please type 'yes' or 'no': ";
    }
  }

  private String question(Verdict verdict) {
    if (!(verdict instanceof Verdict.Unknown)) {
      return explanation(verdict).text();
    }
    return "The authenticity of host '"
        + host.display()
        + "' can't be established.\n"
        + String.join("\n", explanation(verdict).meaning());
  }

  private void remember(List<HostName> names, PublicKey key) {
    if (names.isEmpty()) {
      return;
    }
    String listed = names.stream().map(HostName::toString).collect(Collectors.joining(","));
    try {
      if (!knownHosts.add(names, key).isEmpty()) {
        dialog.tell(
            Level.INFO,
            "Warning: Permanently added '"
                + listed
                + "' ("
                + key.typeName()
                + ") to the list of known hosts.");
      }
    } catch (IOException e) {
      dialog.tell(
          Level.WARNING, "Failed to add the host to the list of known hosts (" + problem(e) + ").");
    }
  }

  private static String problem(IOException e) {
    return Printable.line(String.valueOf(e.getMessage()));
  }

  private static Decision trusted() {
    return new Decision.Trusted();
  }

  private static Decision refused(String explanation) {
    return new Decision.Refused(explanation);
  }

  private static Decision refused(Verdict verdict, String explanation) {
    Doubt doubt =
        switch (verdict) {
          case Verdict.Unknown _ -> Doubt.UNKNOWN;
          case Verdict.Changed _ -> Doubt.CHANGED;
          case Verdict.Revoked _ -> Doubt.REVOKED;
          default -> Doubt.OTHER;
        };
    return new Decision.Refused(doubt, explanation);
  }
}
