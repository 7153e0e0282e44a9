package org.sshlite.sshd.event;

import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.SecurityKeyAssertion;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.auth.AuthDecision;
import org.sshlite.protocol.auth.UserAuthenticator;
import org.sshlite.protocol.auth.UserKeyRules;
import org.sshlite.protocol.conversation.Conversation;
import org.sshlite.protocol.conversation.ConversationEndedException;

/** Tells what another decides. */
record ObservedAuthenticator(UserAuthenticator decides, long connection, Events events)
    implements UserAuthenticator {
  private AuthDecision tell(String user, String method, String key, AuthDecision decision) {
    switch (decision) {
      case AuthDecision.Accepted _ -> tell(user, method, Event.Result.ACCEPTED, "", key);
      case AuthDecision.Partial _ -> tell(user, method, Event.Result.PARTIAL, "", key);
      case AuthDecision.Refused(var reason) ->
          tell(user, method, Event.Result.REFUSED, reason, key);
      case AuthDecision.ChangePassword _ ->
          tell(user, method, Event.Result.REFUSED, "password expired", key);
    }
    return decision;
  }

  private void tell(String user, String method, Event.Result result, String reason, String key) {
    events.tell(new Event.Authentication(connection, user, method, result, reason, key));
  }

  @Override
  public NameList methods(String user) {
    return decides.methods(user);
  }

  @Override
  public Optional<String> banner(String user) {
    return decides.banner(user);
  }

  @Override
  public boolean denies(String user) {
    return decides.denies(user);
  }

  @Override
  public Optional<String> notice(String user) {
    return decides.notice(user);
  }

  @Override
  public AuthDecision none(String user) {
    AuthDecision decision = decides.none(user);
    // a client asks so for the methods there are: to be refused it is nothing that happened
    return decision instanceof AuthDecision.Refused ? decision : tell(user, "none", "", decision);
  }

  @Override
  public boolean takesEmptyPassword(String user) {
    return decides.takesEmptyPassword(user);
  }

  @Override
  public AuthDecision password(String user, SecretBytes password) {
    return tell(user, "password", "", decides.password(user, password));
  }

  @Override
  public AuthDecision changePassword(String user, SecretBytes password, SecretBytes newPassword) {
    return tell(user, "password", "", decides.changePassword(user, password, newPassword));
  }

  @Override
  public AuthDecision keyboardInteractive(
      String user, List<String> submethods, Conversation conversation)
      throws ConversationEndedException {
    AuthDecision decision = decides.keyboardInteractive(user, submethods, conversation);
    return tell(user, "keyboard-interactive", "", decision);
  }

  @Override
  public Optional<UserKeyRules> keyRules(String user) {
    return decides.keyRules(user);
  }

  @Override
  public void keyRefused(String user, String reason) {
    decides.keyRefused(user, reason);
    tell(user, "publickey", Event.Result.REFUSED, reason, "");
  }

  @Override
  public void signatureRefused(String user, PublicKey key) {
    decides.signatureRefused(user, key);
    tell(user, "publickey", Event.Result.REFUSED, UserAuthenticator.wrongSignature(key), "");
  }

  @Override
  public boolean acceptable(String user, PublicKey key, String algorithm) {
    boolean acceptable = decides.acceptable(user, key, algorithm);
    if (!acceptable) {
      tell(user, "publickey", Event.Result.REFUSED, "key not accepted", key.fingerprint());
    }
    return acceptable;
  }

  @Override
  public AuthDecision publicKey(String user, PublicKey key, String algorithm) {
    return tell(user, "publickey", key.fingerprint(), decides.publicKey(user, key, algorithm));
  }

  @Override
  public boolean suffices(String user, PublicKey key, SecurityKeyAssertion assertion) {
    boolean suffices = decides.suffices(user, key, assertion);
    if (!suffices) {
      tell(user, "publickey", Event.Result.REFUSED, "no touch or PIN", key.fingerprint());
    }
    return suffices;
  }
}
