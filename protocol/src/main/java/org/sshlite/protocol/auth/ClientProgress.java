package org.sshlite.protocol.auth;

import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.RefusedException;

/**
 * What a client has tried and what is left.
 *
 * @param methods ours that are not used up, in the order to try them
 * @param canContinue what the server last said can continue
 * @param requests how many were sent
 * @param passwords how many were asked of the user
 * @param dialogues how many "keyboard-interactive" began
 * @param rounds how many came in them
 * @param banners how many came
 * @param bannerLength of all of them, UTF-16 units
 */
record ClientProgress(
    List<String> methods,
    NameList canContinue,
    int requests,
    int passwords,
    int dialogues,
    int rounds,
    int banners,
    int bannerLength) {
  /** As many as OpenSSH's server answers: credentials that never end are stopped by this. */
  static final int MAXIMUM_REQUESTS = 1024;

  /** Banners a server may send; PAM modules send a handful. */
  static final int MAXIMUM_BANNERS = 64;

  /** UTF-16 units of all banners: some two thousand lines. */
  static final int MAXIMUM_BANNER_LENGTH = 128 * 1024;

  /** Rounds of questions: a server that only shows things must not keep us busy for ever. */
  static final int MAXIMUM_ROUNDS = 256;

  ClientProgress(List<String> methods) {
    this(List.copyOf(methods), NameList.EMPTY, 0, 0, 0, 0, 0, 0);
  }

  ClientProgress canContinue(NameList now) {
    return new ClientProgress(
        methods, now, requests, passwords, dialogues, rounds, banners, bannerLength);
  }

  ClientProgress withoutMethod(String method) {
    List<String> left = methods.stream().filter(name -> !name.equals(method)).toList();
    return new ClientProgress(
        left, canContinue, requests, passwords, dialogues, rounds, banners, bannerLength);
  }

  ClientProgress request() throws RefusedException {
    if (requests == MAXIMUM_REQUESTS) {
      throw new RefusedException(new Refusal.LimitExceeded("Too many authentication requests"));
    }
    return counted(requests + 1, passwords, dialogues, rounds);
  }

  ClientProgress passwordAsked() {
    return counted(requests, passwords + 1, dialogues, rounds);
  }

  ClientProgress dialogueBegun() {
    return counted(requests, passwords, dialogues + 1, rounds);
  }

  ClientProgress round() throws RefusedException {
    if (rounds == MAXIMUM_ROUNDS) {
      throw new RefusedException(new Refusal.LimitExceeded("Too many rounds of questions"));
    }
    return counted(requests, passwords, dialogues, rounds + 1);
  }

  private ClientProgress counted(int requests, int passwords, int dialogues, int rounds) {
    return new ClientProgress(
        methods, canContinue, requests, passwords, dialogues, rounds, banners, bannerLength);
  }

  ClientProgress banner(String message) throws RefusedException {
    int length = bannerLength + message.length();
    if (banners == MAXIMUM_BANNERS || length > MAXIMUM_BANNER_LENGTH) {
      throw new RefusedException(new Refusal.LimitExceeded("Too many banners"));
    }
    return new ClientProgress(
        methods, canContinue, requests, passwords, dialogues, rounds, banners + 1, length);
  }

  /** The method to try next: our first that the server names. */
  Optional<String> nextMethod() {
    return methods.stream().filter(canContinue::contains).findFirst();
  }

  /** Nothing is left: in OpenSSH's words, and escaped. */
  RefusedException denied(String user, String host) {
    String denied = "%s@%s: Permission denied (%s).".formatted(user, host, canContinue);
    return new RefusedException(
        new Refusal.AuthenticationFailed(Printable.line(denied), canContinue.names()));
  }
}
