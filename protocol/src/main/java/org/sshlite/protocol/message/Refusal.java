package org.sshlite.protocol.message;

import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.key.SignatureAlgorithms;
import org.sshlite.crypto.wire.Printable;

/**
 * What we refuse: what, why, and what the peer is told. Text in it that came from the peer is
 * escaped by {@link #explain()}, not before.
 */
public sealed interface Refusal {
  /**
   * How much of the peer's text is repeated, in characters before escaping: a name-list may have 32
   * KiB, and whoever is not logged in yet shall not fill a log or an answer with it. The longest
   * proposal of a program we know has 600.
   */
  int LONGEST_QUOTE = 1024;

  /** What a client is refused with that used up its attempts. */
  Refusal TOO_MANY_FAILURES = new Refusal.LimitExceeded("Too many authentication failures");

  /** What a client is refused with that opens a session after it said that it would not. */
  Refusal SESSION_AFTER_THE_LAST =
      new Refusal.LimitExceeded(
          "Possible attack: attempt to open a session after additional sessions disabled");

  /** What a client is refused with whose user nothing would let in. */
  Refusal ACCESS_DENIED = new Refusal.AuthenticationFailed("Access denied", List.of());

  /** A message or key exchange blob that does not have its form. */
  record Malformed(String message, String field, String problem) implements Refusal {}

  /** A message that its state does not accept. */
  record OutOfTurn(int number, String state) implements Refusal {}

  /**
   * The identification string or what came instead of it, RFC 4253 §4.2.
   *
   * @param sent the line that came instead, or its beginning
   */
  record BadIdentification(String problem, Optional<String> sent) implements Refusal {
    public BadIdentification(String problem) {
      this(problem, Optional.empty());
    }
  }

  /** One that speaks another version of SSH. */
  record OtherProtocol(String version) implements Refusal {}

  /** A request for a user whose name is longer than any. */
  record UserNameTooLong(String name) implements Refusal {}

  /** Nothing in common in one of the slots of RFC 4253 §7.1. */
  record NoCommonAlgorithm(String slot, List<String> ours, List<String> theirs) implements Refusal {
    public NoCommonAlgorithm {
      ours = List.copyOf(ours);
      theirs = List.copyOf(theirs);
    }
  }

  /** A packet whose length, padding, tag or MAC is wrong: all look the same to the peer. */
  record BadPacket() implements Refusal {}

  /** A key exchange blob that leads to no safe secret. */
  record BadKeyExchange(String problem) implements Refusal {}

  /** The host's signature over the exchange hash is not its host key's. */
  record BadHostSignature(String algorithm, String madeBy, String fingerprint) implements Refusal {
    /** What was really wrong: another algorithm, or another key. */
    private String problem() {
      return madeBy.equals(SignatureAlgorithms.plain(algorithm))
          ? "the host's %s signature over the exchange hash is not made with its host key %s"
              .formatted(algorithm, fingerprint)
          : "the host signed the exchange hash by %s where %s was agreed on"
              .formatted(madeBy.isEmpty() ? "no algorithm" : Printable.line(madeBy), algorithm);
    }
  }

  /** The host key is not one we believe; {@code explanation} is for this side's user only. */
  record HostKeyNotTrusted(String fingerprint, Doubt doubt, String explanation)
      implements Refusal {}

  /** Why a host key is not believed. */
  enum Doubt {
    /** Nothing is known of the host that this key could be held against. */
    UNKNOWN,
    /** The host is known, by another key. */
    CHANGED,
    /** The key, or the CA of its certificate, is known to be bad. */
    REVOKED,
    /** Anything else: an application's own rules, a certificate of no use, a key too short. */
    OTHER
  }

  /** The strict key exchange rules were broken (draft-miller-sshm-strict-kex). */
  record StrictKexViolation(String problem) implements Refusal {}

  /** A limit of ours was reached. */
  record LimitExceeded(String limit) implements Refusal {}

  /**
   * No method is left, or the attempts are used up.
   *
   * @param methodsLeft that the peer would still take, RFC 4252 §5.1, as it named them
   */
  record AuthenticationFailed(String explanation, List<String> methodsLeft) implements Refusal {
    public AuthenticationFailed {
      methodsLeft = List.copyOf(methodsLeft);
    }
  }

  /** A request for another user than the ones before it, on the same connection. */
  record UserChanged(String from, String to) implements Refusal {}

  /** The peer did not answer in time. */
  record TimedOut(String waitingFor) implements Refusal {}

  /** A service that is not offered, RFC 4253 §10. */
  record NoSuchService(String service) implements Refusal {}

  /** What the peer is told in SSH_MSG_DISCONNECT. */
  default DisconnectReason reason() {
    return switch (this) {
      case Malformed _,
          OutOfTurn _,
          StrictKexViolation _,
          LimitExceeded _,
          UserNameTooLong _,
          UserChanged _ ->
          DisconnectReason.PROTOCOL_ERROR;
      case BadIdentification _, OtherProtocol _ -> DisconnectReason.PROTOCOL_VERSION_NOT_SUPPORTED;
      case NoCommonAlgorithm _, BadKeyExchange _, BadHostSignature _ ->
          DisconnectReason.KEY_EXCHANGE_FAILED;
      case BadPacket _ -> DisconnectReason.MAC_ERROR;
      case HostKeyNotTrusted _ -> DisconnectReason.HOST_KEY_NOT_VERIFIABLE;
      case AuthenticationFailed _ -> DisconnectReason.NO_MORE_AUTH_METHODS_AVAILABLE;
      case TimedOut _ -> DisconnectReason.CONNECTION_LOST;
      case NoSuchService _ -> DisconnectReason.SERVICE_NOT_AVAILABLE;
    };
  }

  /** One line for this side's user or log: what happened and why. */
  default String explain() {
    return switch (this) {
      case Malformed(var message, var field, var problem) ->
          "malformed " + message + ": " + field + ": " + quote(problem);
      case OutOfTurn(var number, var state) -> "unexpected message " + number + " while " + state;
      case BadIdentification(var problem, _) -> quote(problem);
      case OtherProtocol(var version) ->
          "the peer speaks SSH protocol " + quote(version) + "; only 2.0 is safe";
      case UserNameTooLong _ -> "user name too long";
      case NoCommonAlgorithm(var slot, var ours, var theirs) ->
          "no matching %s found. Ours: %s. Theirs: %s"
              .formatted(slot, String.join(",", ours), quote(String.join(",", theirs)));
      case BadPacket() -> "packet corrupt: its length, padding or MAC is wrong";
      case BadKeyExchange(var problem) -> "key exchange failed: " + problem;
      case BadHostSignature bad -> bad.problem();
      case HostKeyNotTrusted(_, _, var explanation) -> explanation;
      case StrictKexViolation(var problem) -> "strict key exchange violated: " + problem;
      case LimitExceeded(var limit) -> limit;
      case AuthenticationFailed(var explanation, _) -> explanation;
      case UserChanged(var from, var to) ->
          "Change of username or service not allowed: (%s) -> (%s)"
              .formatted(quote(from), quote(to));
      case TimedOut(var waitingFor) -> "timed out waiting for " + waitingFor;
      case NoSuchService(var service) -> "no such service: " + quote(service);
    };
  }

  private static String quote(String text) {
    return text.length() <= LONGEST_QUOTE
        ? Printable.line(text)
        : Printable.line(text.substring(0, LONGEST_QUOTE)) + "...";
  }

  /** What the peer may know: never why a packet, key or user was refused in detail. */
  default String tellPeer() {
    return switch (this) {
      case BadPacket _ -> "Packet corrupt";
      case BadIdentification _ -> "Invalid SSH identification string.";
      case OtherProtocol _ -> "Protocol major versions differ.";
      case HostKeyNotTrusted _ -> "Host key verification failed";
      case AuthenticationFailed _ -> "Authentication failed";
      default -> explain();
    };
  }
}
