package org.sshlite.sshd.auth;

import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.StderrLog;
import org.sshlite.sshd.config.Settings;
import org.sshlite.sshd.login.LoginDevice;
import org.sshlite.sshd.pam.Pam;
import org.sshlite.sshd.pam.PamDevice;

/**
 * Who says in one login whether a password is right: the users file of those whom it lists, PAM of
 * all others; the shadow database where there are neither. One call at a time, by any thread.
 */
public final class Passwords {
  private final Optional<UsersFile> users;
  private final List<LoginDevice> devices;
  private final Optional<Pam> pam;
  private final Optional<ShadowPasswords> shadow;
  private final StderrLog log;
  private final AccountStage accountStage = new AccountStage();

  /**
   * @param users empty when there is no users file
   * @param devices what may ask in "keyboard-interactive", in this order, whom PAM does not ask
   * @param pam asks all but those of the users file
   * @param shadow asked where there are neither of them
   */
  public Passwords(
      Optional<UsersFile> users,
      List<LoginDevice> devices,
      Optional<Pam> pam,
      Optional<ShadowPasswords> shadow,
      StderrLog log) {
    this.users = users;
    this.devices = List.copyOf(devices);
    this.pam = pam;
    this.shadow = shadow;
    this.log = log;
  }

  /** Whether anybody is asked. */
  boolean any() {
    return users.isPresent() || pam.isPresent() || shadow.isPresent();
  }

  /** Asked for those of the users file as well, once they have an account. */
  Optional<Pam> pam() {
    return pam;
  }

  /** Whether PAM alone judges the account, of those who come by its name. */
  boolean isJudgedByModules(Claim claim) {
    return pam.isPresent() && claim.known();
  }

  AccountStage accountStage() {
    return accountStage;
  }

  /**
   * What the users file says of a name.
   *
   * @throws ConfigException when it cannot be read
   */
  Optional<UsersFile.Standing> standing(String name) throws ConfigException {
    return users.isPresent() ? users.get().standing(name) : Optional.empty();
  }

  /**
   * Whether it is a password of the users file. Where PAM judges all others, a refusal takes the
   * time of one by PAM: time must not tell who is in the file. Blocks.
   */
  public static boolean matches(
      UsersFile users, Optional<Pam> others, String name, SecretBytes password) {
    long begun = System.nanoTime();
    boolean matches = users.matches(name, password);
    if (!matches) {
      others.ifPresent(pam -> pam.refuseLikewise(password, begun));
    }
    return matches;
  }

  /** PAM, for whom it is asked. */
  private Optional<Pam> asked(Claim claim) {
    return pam.filter(_ -> !claim.isListed());
  }

  /** What may ask him in "keyboard-interactive". */
  List<LoginDevice> devices(Claim claim, Pam.Candidate who) {
    return asked(claim)
        .map(asked -> List.<LoginDevice>of(new PamDevice(asked, who, accountStage::hear)))
        .or(() -> shadow.filter(_ -> takesPasswords(claim)).map(asked -> by(asked, claim, who)))
        .orElse(devices);
  }

  /**
   * The shadow database's are those of the method "password", whatever asks for them: sshd, which
   * has nobody who asks, lets nobody in by one where that method is switched off.
   */
  private static boolean takesPasswords(Claim claim) {
    return claim.config().get(Settings.PASSWORD_AUTHENTICATION);
  }

  private List<LoginDevice> by(ShadowPasswords asked, Claim claim, Pam.Candidate who) {
    return List.of(
        new ShadowDevice(
            password -> asked.judge(nameInDatabase(claim), who, password, log),
            accountStage::hear));
  }

  private static String nameInDatabase(Claim claim) {
    return claim.known() ? claim.account().name() : claim.name();
  }

  /** Whether it is the password; an expired one is. Blocks. */
  Pam.Judgement judge(Claim claim, Pam.Candidate who, SecretBytes password) {
    return asked(claim)
        .map(asked -> asked.password(who, password))
        .or(() -> shadow.map(asked -> judge(asked, claim, who, password)))
        // the hash is computed in any case: time must not tell who may log in
        .orElseGet(
            () ->
                new Pam.Judgement(
                    users.map(file -> matches(file, pam, claim.name(), password)).orElse(false)
                        ? Pam.Verdict.ACCEPTED
                        : Pam.Verdict.REFUSED));
  }

  /** One that must be changed lets its user in, as with sshd: to passwd(1), and nothing else. */
  private Pam.Judgement judge(
      ShadowPasswords asked, Claim claim, Pam.Candidate who, SecretBytes password) {
    Optional<ShadowPasswords.Right> right = asked.judge(nameInDatabase(claim), who, password, log);
    right.ifPresent(accountStage::hear);
    return new Pam.Judgement(right.isPresent() ? Pam.Verdict.ACCEPTED : Pam.Verdict.REFUSED);
  }

  /** Changes an expired one. Blocks. */
  Pam.Judgement change(
      Claim claim, Pam.Candidate who, SecretBytes password, SecretBytes newPassword) {
    return asked(claim)
        .map(asked -> asked.changePassword(who, password, newPassword))
        .orElse(new Pam.Judgement(Pam.Verdict.REFUSED));
  }

  /** Tells the account stage what came of it. */
  void hear(Claim claim, Pam.Judgement judged) {
    if (!claim.isListed() && pam.isPresent()) {
      accountStage.hear(judged);
    }
  }

  /**
   * Whether one who has logged in by whatever methods may come in. It is a question about the
   * account that he runs as, whatever his name. Blocks.
   */
  boolean permits(Claim claim, Pam.Candidate who) {
    return !claim.own() || pam.map(asked -> accountStage.permits(asked, who)).orElse(true);
  }
}
