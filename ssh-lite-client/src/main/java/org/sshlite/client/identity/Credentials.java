package org.sshlite.client.identity;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sshlite.client.dialog.Dialog;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.key.KeyFileException;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.RsaPublicKey;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.agent.SessionBinding;
import org.sshlite.protocol.auth.PasswordChange;
import org.sshlite.protocol.auth.UserCredentials;
import org.sshlite.protocol.conversation.Answers;
import org.sshlite.protocol.conversation.Challenge;
import org.sshlite.protocol.transport.LegacyUse;

/** The user's keys and password, for one connection. */
public final class Credentials implements UserCredentials {
  private final String user;
  private final LoginOptions options;
  private final Typed typed;
  private final Dialog dialog;
  private final BooleanSupplier secretsAllowed;
  private final Consumer<LegacyUse> legacy;
  private final Queue<Signer> signers;
  private @Nullable KeyOrder others; // looked for when it is their turn
  private volatile Optional<SessionBinding> session = Optional.empty();

  /** Keys and their certificates, not yet offered. */
  private final Queue<Identity> loaded = new ArrayDeque<>();

  /**
   * @param host its name or alias, for the prompts
   * @param secretsAllowed whether the host may be given a password; asked once its key was verified
   * @param legacy told of what a key signs by that only old devices need
   */
  public Credentials(
      String user,
      String host,
      LoginOptions options,
      Dialog dialog,
      BooleanSupplier secretsAllowed,
      Consumer<LegacyUse> legacy) {
    options.password().ifPresent(SecretBytes::bytes); // an erased one is told who connects
    this.user = user;
    this.typed = new Typed(user, host, options, dialog);
    this.options = options;
    this.dialog = dialog;
    this.secretsAllowed = secretsAllowed;
    this.legacy = legacy;
    this.signers = new ArrayDeque<>(options.signers());
  }

  /** The host is believed: what an agent is told of it. The first session is the one. */
  public void bind(SessionBinding binding) {
    if (session.isEmpty()) {
      session = Optional.of(binding);
    }
  }

  @Override
  public String user() {
    return user;
  }

  @Override
  public List<String> methods() {
    return options.methods().stream()
        .filter(method -> method.equals("publickey") || secretsAllowed.getAsBoolean())
        .toList();
  }

  @Override
  public boolean bindsToHost() {
    return options.bindsToHost();
  }

  @Override
  public Optional<Signer> nextKey() {
    while (!signers.isEmpty()) {
      Signer signer = signers.remove();
      if (isLongEnough(signer)) {
        return Optional.of(signer);
      }
    }
    if (others == null) {
      others = new KeyOrder(options, session, dialog);
    }
    while (loaded.isEmpty()) {
      List<Identity> next = others.next();
      if (next.isEmpty()) {
        return Optional.empty();
      }
      next.stream().filter(this::isLongEnough).forEach(loaded::add);
    }
    return Optional.of(loaded.remove());
  }

  @Override
  public void offered(Signer key) {
    dialog.tell(Level.DEBUG, "Offering public key: " + describe(key));
  }

  @Override
  public void skipped(Signer key, String reason) {
    dialog.tell(Level.DEBUG, "Skipping key " + describe(key) + " - " + reason);
  }

  @Override
  public void accepted(Signer key, String algorithm) {
    dialog.tell(Level.DEBUG, "Server accepts key: " + describe(key));
    legacy.accept(LegacyUse.of(key.publicKey(), algorithm));
  }

  /** Where it is from, its type and fingerprint. */
  public static String describe(Signer key) {
    return key instanceof Identity identity
        ? identity.describe()
        : Identity.describe(key.publicKey());
  }

  @Override
  public void signingFailed(Signer key, IOException reason) {
    if (reason instanceof KeyFileException e) {
      FileKey.tell(dialog, e);
      return;
    }
    String signer = key instanceof Identity identity ? identity.describeSigner() : describe(key);
    dialog.tell(
        Level.ERROR,
        "sign_and_send_pubkey: signing failed for "
            + signer
            + ": "
            + Printable.line(String.valueOf(reason.getMessage())));
  }

  private boolean isLongEnough(Signer signer) {
    PublicKey key =
        signer.publicKey() instanceof Certificate certificate
            ? certificate.key()
            : signer.publicKey();
    if (key instanceof RsaPublicKey rsa && rsa.bits() < options.requiredRsaBits()) {
      dialog.tell(
          Level.DEBUG, "Skipping key " + describe(signer) + " - shorter than RequiredRSASize");
      return false;
    }
    return true;
  }

  // what is typed: whether it may be is asked again each time, so that no change of the order in
  // which the protocol asks may give a secret away

  @Override
  public Optional<SecretBytes> password(int attempt) {
    return secretsAllowed.getAsBoolean() ? typed.password(attempt) : Optional.empty();
  }

  @Override
  public Optional<PasswordChange> changePassword(String prompt) {
    return secretsAllowed.getAsBoolean() ? typed.changePassword(prompt) : Optional.empty();
  }

  @Override
  public Optional<List<String>> submethods(int attempt) {
    return secretsAllowed.getAsBoolean() && attempt <= options.prompts()
        ? Optional.of(options.devices())
        : Optional.empty();
  }

  @Override
  public Optional<Answers> answer(Challenge challenge) {
    return secretsAllowed.getAsBoolean() ? typed.answer(challenge) : Optional.empty();
  }

  @Override
  public void partialSuccess(String method) {
    dialog.note("Authenticated using \"" + method + "\" with partial success.");
  }

  @Override
  public void banner(String message) {
    dialog.tell(Level.INFO, Printable.lines(message));
  }
}
