package org.sshlite.client.identity;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.key.RsaPublicKey;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.SecretBytes;

/**
 * What to log in with.
 *
 * @param methods "publickey", "keyboard-interactive" and "password" in the order to try them
 * @param devices KbdInteractiveDevices: what a server is to ask by in "keyboard-interactive"; none
 *     for what it likes
 * @param signers keys at hand, tried before those of the files; they stay their owner's
 * @param files private key files
 * @param certificates CertificateFile: certificates of the keys in {@code files}; when there are
 *     none, those in {@code FILE-cert.pub} beside each of them
 * @param agent the socket of the user's agent, whose keys come before those of the files
 * @param identitiesOnly IdentitiesOnly: the agent is asked only for keys that {@code files} name
 * @param addedKeys whether keys of files that were opened are given to the agent
 * @param prompts how often a password or passphrase is asked for
 * @param requiredRsaBits RSA keys with fewer bits are not used
 * @param password known beforehand: tried once, and nobody is asked for one; it stays its owner's,
 *     who erases it when no login needs it any more
 * @param bindsToHost whether a key's signature names the host's key where the server takes that, so
 *     that an agent can tell whom it signs for (publickey-hostbound-v00@openssh.com)
 */
public record LoginOptions(
    List<String> methods,
    List<String> devices,
    List<Signer> signers,
    List<KeyLocation> files,
    List<Path> certificates,
    Optional<Path> agent,
    boolean identitiesOnly,
    Optional<AddedKeys> addedKeys,
    int prompts,
    int requiredRsaBits,
    Optional<SecretBytes> password,
    boolean bindsToHost) {
  public LoginOptions {
    methods = List.copyOf(methods);
    devices = List.copyOf(devices);
    signers = List.copyOf(signers);
    files = List.copyOf(files);
    certificates = List.copyOf(certificates);
  }

  /** With no password known beforehand. */
  public LoginOptions(
      List<String> methods,
      List<String> devices,
      List<Signer> signers,
      List<KeyLocation> files,
      List<Path> certificates,
      Optional<Path> agent,
      boolean identitiesOnly,
      int prompts,
      int requiredRsaBits) {
    this(
        methods,
        devices,
        signers,
        files,
        certificates,
        agent,
        identitiesOnly,
        Optional.empty(),
        prompts,
        requiredRsaBits,
        Optional.empty(),
        true);
  }

  /** With the certificates that lie beside the files, and without an agent. */
  public LoginOptions(
      List<String> methods,
      List<Signer> signers,
      List<KeyLocation> files,
      int prompts,
      int requiredRsaBits) {
    this(
        methods,
        List.of(),
        signers,
        files,
        List.of(),
        Optional.empty(),
        false,
        prompts,
        requiredRsaBits);
  }

  /** Nothing to log in with, and nobody to ask. */
  public static Builder builder() {
    return new Builder();
  }

  /** This key and nothing else. It stays the caller's. */
  public static LoginOptions withKey(Signer key) {
    return builder().signer(key).build();
  }

  /** This password and nothing else. */
  public static LoginOptions withPassword(String password) {
    return builder().methods("password").password(password).build();
  }

  /** This password and nothing else. It stays the caller's, who closes it after the last login. */
  public static LoginOptions withPassword(SecretBytes password) {
    return builder().methods("password").password(password).build();
  }

  /** Not the password. */
  @Override
  public String toString() {
    return "LoginOptions[methods=" + methods + ", files=" + files + "]";
  }

  /** Collects options; what is not set keeps its default. */
  public static final class Builder {
    private List<String> methods = List.of("publickey", "password");
    private List<String> devices = List.of();
    private final List<Signer> signers = new ArrayList<>();
    private final List<KeyLocation> files = new ArrayList<>();
    private final List<Path> certificates = new ArrayList<>();
    private Optional<Path> agent = Optional.empty();
    private boolean identitiesOnly;
    private Optional<AddedKeys> addedKeys = Optional.empty();
    private int prompts;
    private int requiredRsaBits = RsaPublicKey.DEFAULT_MINIMUM_BITS;
    private Optional<SecretBytes> password = Optional.empty();
    private boolean bindsToHost = true;

    private Builder() {}

    /** In the order to try them, RFC 4252; by default "publickey", then "password". */
    public Builder methods(String... values) {
      methods = List.of(values);
      return this;
    }

    /** What a server is to ask by in "keyboard-interactive"; by default what it likes. */
    public Builder devices(String... values) {
      devices = List.of(values);
      return this;
    }

    /** One more key at hand; it stays the caller's. */
    public Builder signer(Signer key) {
      signers.add(key);
      return this;
    }

    /** One more private key file; missing, it is told of. */
    public Builder file(Path file) {
      return file(new KeyLocation(file, true));
    }

    public Builder file(KeyLocation location) {
      files.add(location);
      return this;
    }

    public Builder files(List<KeyLocation> locations) {
      files.addAll(locations);
      return this;
    }

    public Builder certificates(List<Path> values) {
      certificates.addAll(values);
      return this;
    }

    /** The agent's socket; by default there is none. */
    public Builder agent(Optional<Path> socket) {
      agent = socket;
      return this;
    }

    public Builder identitiesOnly(boolean value) {
      identitiesOnly = value;
      return this;
    }

    /** Gives keys of files that were opened to the agent; by default none. */
    public Builder addedKeys(AddedKeys value) {
      addedKeys = Optional.of(value);
      return this;
    }

    /** How often the dialog is asked for a password or passphrase; by default never. */
    public Builder prompts(int value) {
      prompts = value;
      return this;
    }

    /** RSA keys with fewer bits are not used. */
    public Builder requiredRsaBits(int value) {
      requiredRsaBits = value;
      return this;
    }

    /**
     * Tried once, and given to none but a host that is believed. Text stays in memory for as long
     * as the system likes: see {@link #password(SecretBytes)}.
     */
    public Builder password(String value) {
      return password(new SecretBytes(value.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * As {@link #password(String)}, in UTF-8. It stays the caller's, who closes it after the last
     * login; what a login itself needs of it is erased when it was sent.
     */
    public Builder password(SecretBytes value) {
      password = Optional.of(value);
      return this;
    }

    /** Whether signatures name the host's key where the server takes that; by default they do. */
    public Builder bindsToHost(boolean value) {
      bindsToHost = value;
      return this;
    }

    public LoginOptions build() {
      return new LoginOptions(
          methods,
          devices,
          signers,
          files,
          certificates,
          agent,
          identitiesOnly,
          addedKeys,
          prompts,
          requiredRsaBits,
          password,
          bindsToHost);
    }
  }
}
