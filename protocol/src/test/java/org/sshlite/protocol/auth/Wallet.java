package org.sshlite.protocol.auth;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.SecretBytes;

/** A client's credentials in memory, which write down what they were asked. */
final class Wallet implements UserCredentials {
  final List<String> asked = new ArrayList<>();
  final List<String> banners = new ArrayList<>();
  final List<byte[]> handedOut = new ArrayList<>();
  private final Deque<Signer> keys = new ArrayDeque<>();
  private final Deque<String> passwords = new ArrayDeque<>();
  private List<String> methods = List.of("publickey", "password");
  private boolean endless;

  Wallet withKeys(Signer... signers) {
    keys.addAll(List.of(signers));
    return this;
  }

  Wallet withPasswords(String... texts) {
    passwords.addAll(List.of(texts));
    return this;
  }

  Wallet withMethods(String... names) {
    methods = List.of(names);
    return this;
  }

  /** Never runs out of the password that is left last. */
  Wallet endless() {
    endless = true;
    return this;
  }

  @Override
  public String user() {
    return "alice";
  }

  @Override
  public List<String> methods() {
    return methods;
  }

  @Override
  public Optional<Signer> nextKey() {
    asked.add("key");
    return Optional.ofNullable(keys.poll());
  }

  @Override
  public Optional<SecretBytes> password(int attempt) {
    asked.add("password " + attempt);
    String text = endless ? passwords.peek() : passwords.poll();
    if (text == null) {
      return Optional.empty();
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    handedOut.add(bytes);
    return Optional.of(new SecretBytes(bytes));
  }

  @Override
  public void banner(String message) {
    banners.add(message);
  }
}
