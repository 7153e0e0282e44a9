package org.sshlite.protocol.auth;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.conversation.Answers;
import org.sshlite.protocol.conversation.Challenge;
import org.sshlite.protocol.message.Prompt;

/** A client's credentials in memory, which write down what they were asked. */
final class Wallet implements UserCredentials {
  final List<String> asked = new ArrayList<>();
  final List<String> banners = new ArrayList<>();
  final List<byte[]> handedOut = new ArrayList<>();
  private final Deque<Signer> keys = new ArrayDeque<>();
  private final Deque<String> passwords = new ArrayDeque<>();
  private final Deque<String> changes = new ArrayDeque<>();
  private final Deque<List<String>> answers = new ArrayDeque<>();
  private int dialogues;
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

  /** Gives that new password when the password is to be changed. */
  Wallet withChange(String password, String newPassword) {
    changes.add(password);
    changes.add(newPassword);
    return this;
  }

  /** Begins that many dialogues. */
  Wallet withDialogues(int count) {
    dialogues = count;
    return this;
  }

  /** Gives these answers to the next round. */
  Wallet withAnswers(String... texts) {
    answers.add(List.of(texts));
    return this;
  }

  private SecretBytes handOut(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    handedOut.add(bytes);
    return new SecretBytes(bytes);
  }

  @Override
  public Optional<PasswordChange> changePassword(String prompt) {
    asked.add("change " + prompt);
    return changes.isEmpty()
        ? Optional.empty()
        : Optional.of(new PasswordChange(handOut(changes.remove()), handOut(changes.remove())));
  }

  @Override
  public Optional<List<String>> submethods(int attempt) {
    asked.add("submethods " + attempt);
    return attempt > dialogues ? Optional.empty() : Optional.of(List.of("pam"));
  }

  @Override
  public Optional<Answers> answer(Challenge challenge) {
    asked.add("answer " + challenge.prompts().stream().map(Prompt::text).toList());
    return Optional.ofNullable(answers.poll())
        .map(texts -> new Answers(texts.stream().map(this::handOut).toList()));
  }

  @Override
  public void partialSuccess(String method) {
    asked.add("partial " + method);
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
    return Optional.of(handOut(text));
  }

  @Override
  public void banner(String message) {
    banners.add(message);
  }
}
