package org.sshlite.protocol.auth;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.SecurityKeyAssertion;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.conversation.Conversation;
import org.sshlite.protocol.conversation.ConversationEndedException;
import org.sshlite.protocol.conversation.Dialogue;

/** A server's users, all with the same password and keys, that writes down what it was asked. */
final class Directory implements UserAuthenticator {
  final List<String> asked = new ArrayList<>();
  final List<String> refusals = new ArrayList<>();
  final List<SecretBytes> passwords = new ArrayList<>();
  private final Set<PublicKey> keys = new HashSet<>();
  private NameList methods = NameList.of("publickey", "password");
  private String banner = "";
  private @Nullable String password;
  private AuthDecision afterKey = new AuthDecision.Accepted();
  private @Nullable UserKeyRules rules;
  private boolean touchless;
  private AuthDecision none = new AuthDecision.Refused();
  private Dialogue.@Nullable Method<AuthDecision> device;
  private @Nullable String expired;
  private @Nullable String notice;
  private int decisionsUntilDenial = Integer.MAX_VALUE;

  Directory withPassword(String value) {
    password = value;
    return this;
  }

  Directory withKey(PublicKey key) {
    keys.add(key);
    return this;
  }

  Directory withMethods(String... names) {
    methods = NameList.of(names);
    return this;
  }

  Directory withBanner(String text) {
    banner = text;
    return this;
  }

  /** Who decides about "keyboard-interactive", the only method then. */
  Directory withDevice(Dialogue.Method<AuthDecision> method) {
    device = method;
    return withMethods("keyboard-interactive");
  }

  /** The password is right, and too old. */
  Directory withExpiredPassword(String prompt) {
    expired = prompt;
    return this;
  }

  /** What is said of each decision. */
  Directory withNotice(String text) {
    notice = text;
    return this;
  }

  /** Nobody comes in any more, once so many passwords were judged. */
  Directory deniesAfter(int passwordsJudged) {
    decisionsUntilDenial = passwordsJudged;
    return this;
  }

  /** What a key leads to, instead of success. */
  Directory afterKey(AuthDecision decision) {
    afterKey = decision;
    return this;
  }

  Directory withNone(AuthDecision decision) {
    none = decision;
    return this;
  }

  Directory withRules(UserKeyRules value) {
    rules = value;
    return this;
  }

  /** Takes a token's signature that nobody touched it for. */
  Directory withoutTouch() {
    touchless = true;
    return this;
  }

  @Override
  public Optional<UserKeyRules> keyRules(String user) {
    return Optional.ofNullable(rules);
  }

  @Override
  public void keyRefused(String user, String reason) {
    refusals.add(reason);
  }

  @Override
  public boolean suffices(String user, PublicKey key, SecurityKeyAssertion assertion) {
    return touchless || UserAuthenticator.super.suffices(user, key, assertion);
  }

  @Override
  public boolean denies(String user) {
    return passwords.size() >= decisionsUntilDenial;
  }

  @Override
  public Optional<String> notice(String user) {
    return Optional.ofNullable(notice);
  }

  @Override
  public NameList methods(String user) {
    asked.add("methods " + user);
    return methods;
  }

  @Override
  public Optional<String> banner(String user) {
    return Optional.of(banner).filter(text -> !text.isEmpty());
  }

  @Override
  public AuthDecision none(String user) {
    asked.add("none " + user);
    return none;
  }

  @Override
  public AuthDecision password(String user, SecretBytes given) {
    passwords.add(given);
    String text = new String(given.bytes(), StandardCharsets.UTF_8);
    asked.add("password " + user + " " + text);
    if (text.equals(password) && expired != null) {
      return new AuthDecision.ChangePassword(expired);
    }
    return text.equals(password) ? new AuthDecision.Accepted() : new AuthDecision.Refused();
  }

  @Override
  public AuthDecision changePassword(String user, SecretBytes given, SecretBytes fresh) {
    String old = new String(given.bytes(), StandardCharsets.UTF_8);
    asked.add("change " + old + " " + new String(fresh.bytes(), StandardCharsets.UTF_8));
    if (fresh.length() < 3) {
      return new AuthDecision.ChangePassword("too short");
    }
    return old.equals(password) ? new AuthDecision.Accepted() : new AuthDecision.Refused();
  }

  @Override
  public AuthDecision keyboardInteractive(
      String user, List<String> submethods, Conversation conversation)
      throws ConversationEndedException {
    asked.add("keyboard-interactive " + user + " " + submethods);
    return Objects.requireNonNull(device).decide(conversation);
  }

  @Override
  public boolean acceptable(String user, PublicKey key, String algorithm) {
    asked.add("acceptable " + user + " " + algorithm);
    return keys.contains(key);
  }

  @Override
  public AuthDecision publicKey(String user, PublicKey key, String algorithm) {
    asked.add("publicKey " + user + " " + algorithm);
    return afterKey;
  }
}
