package org.sshlite.tests.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a client is to do: where to log in, how, and what to run there. */
public final class Login {
  final Target target;
  boolean byPassword;
  String passwordMethod = "password";
  boolean pty;
  Optional<String> cipher = Optional.empty();
  Optional<String> kex = Optional.empty();
  Optional<String> rekey = Optional.empty();
  final List<String> extra = new ArrayList<>();
  Optional<String> command = Optional.empty();

  private Login(Target target) {
    this.target = target;
  }

  public static Login to(Target target) {
    return new Login(target);
  }

  /** With the target's password, and no key. */
  public Login byPassword() {
    byPassword = true;
    return this;
  }

  /** With the same, and no key, by a method that asks for it: {@code keyboard-interactive}. */
  public Login byPassword(String method) {
    passwordMethod = method;
    return byPassword();
  }

  /** With a pty, although no terminal is there. */
  public Login pty() {
    pty = true;
    return this;
  }

  public Login cipher(String name) {
    cipher = Optional.of(name);
    return this;
  }

  public Login kex(String name) {
    kex = Optional.of(name);
    return this;
  }

  /** New keys after so many bytes, as {@code 1M}; where the client can be told so. */
  public Login rekeyEvery(String bytes) {
    rekey = Optional.of(bytes);
    return this;
  }

  /** Arguments in the client's own words. */
  public Login extra(String... arguments) {
    extra.addAll(List.of(arguments));
    return this;
  }

  /** What to run; the user's shell otherwise. */
  public Login command(String text) {
    command = Optional.of(text);
    return this;
  }

  public Program by(Client client) {
    return client.program(this);
  }
}
