package org.sshlite.protocol.message;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/** The method of a {@link UserauthRequest} with its fields, RFC 4252 §5. */
public sealed interface AuthMethod {
  /** The method's name on the wire. */
  String name();

  /** The name that servers list it by and count it as: a variant has that of its method. */
  default String listedName() {
    return name();
  }

  /** Appends the fields that follow the name. */
  void write(SshWriter out);

  /** RFC 4252 §5.2: asks which methods can continue. */
  record None() implements AuthMethod {
    public static final String NAME = "none";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void write(SshWriter out) {}
  }

  /**
   * RFC 4252 §8. Who takes it from the message closes the secrets.
   *
   * @param password UTF-8
   * @param newPassword UTF-8; null unless the request changes the password
   */
  record Password(SecretBytes password, @Nullable SecretBytes newPassword)
      implements AuthMethod, AutoCloseable {
    public static final String NAME = "password";

    static Password read(SshReader in) throws MalformedException {
      boolean change = in.bool("change");
      SecretBytes password = new SecretBytes(in.string("password"));
      return new Password(password, change ? new SecretBytes(in.string("new password")) : null);
    }

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void write(SshWriter out) {
      out.bool(newPassword != null).string(password.bytes());
      if (newPassword != null) {
        out.string(newPassword.bytes());
      }
    }

    @Override
    public void close() {
      password.close();
      if (newPassword != null) {
        newPassword.close();
      }
    }

    /** Not even the length. */
    @Override
    public String toString() {
      return "Password[]";
    }
  }

  /**
   * RFC 4252 §7, and its variant that names the host's key, OpenSSH PROTOCOL §3.1. Owns its arrays.
   *
   * @param algorithm the public key algorithm name, which says how the key signs
   * @param blob the public key
   * @param hostKey the server's key or certificate; null unless the request is bound to it
   * @param signature the signature blob; null in the query form
   */
  record PublicKey(
      String algorithm, byte[] blob, byte @Nullable [] hostKey, byte @Nullable [] signature)
      implements AuthMethod {
    public static final String NAME = "publickey";
    public static final String HOST_BOUND = "publickey-hostbound-v00@openssh.com";

    /** Bound to no host key. */
    public PublicKey(String algorithm, byte[] blob, byte @Nullable [] signature) {
      this(algorithm, blob, null, signature);
    }

    static PublicKey read(String name, SshReader in) throws MalformedException {
      boolean signed = in.bool("signed");
      return new PublicKey(
          in.ascii("public key algorithm name"),
          in.string("public key blob"),
          name.equals(HOST_BOUND) ? in.string("server host key") : null,
          signed ? in.string("signature") : null);
    }

    /** The request with its signature. */
    public PublicKey signed(byte[] by) {
      return new PublicKey(algorithm, blob, hostKey, by);
    }

    @Override
    public String name() {
      return hostKey == null ? NAME : HOST_BOUND;
    }

    @Override
    public String listedName() {
      return NAME;
    }

    @Override
    public void write(SshWriter out) {
      writeUnsigned(out, signature != null);
      if (signature != null) {
        out.string(signature);
      }
    }

    /**
     * Appends the fields less the signature.
     *
     * @param toBeSigned what they say of themselves
     */
    public void writeUnsigned(SshWriter out, boolean toBeSigned) {
      out.bool(toBeSigned).string(algorithm).string(blob);
      if (hostKey != null) {
        out.string(hostKey);
      }
    }
  }

  /**
   * RFC 4256 §3.1. The language tag is deprecated: written empty, read and dropped.
   *
   * @param submethods devices to be asked by, in the client's order; none for the server's choice
   */
  record KeyboardInteractive(List<String> submethods) implements AuthMethod {
    public static final String NAME = "keyboard-interactive";

    /** Names heeded; those that follow are not: servers have one or two. */
    private static final int MAXIMUM_SUBMETHODS = 64;

    public KeyboardInteractive {
      submethods = List.copyOf(submethods);
    }

    static KeyboardInteractive read(SshReader in) throws MalformedException {
      in.text("language tag");
      String names = in.text("submethods");
      return new KeyboardInteractive(
          Arrays.stream(names.split(","))
              .filter(name -> !name.isEmpty())
              .distinct()
              .limit(MAXIMUM_SUBMETHODS)
              .toList());
    }

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public void write(SshWriter out) {
      out.string("").string(String.join(",", submethods));
    }
  }

  /** A method not known here: its fields are dropped unread, for they may hold a secret. */
  record Unknown(String name) implements AuthMethod {
    @Override
    public void write(SshWriter out) {}
  }

  /** Reads the fields that follow the name. */
  static AuthMethod read(String name, SshReader in) throws MalformedException {
    return switch (name) {
      case None.NAME -> new None();
      case Password.NAME -> Password.read(in);
      case PublicKey.NAME, PublicKey.HOST_BOUND -> PublicKey.read(name, in);
      case KeyboardInteractive.NAME -> KeyboardInteractive.read(in);
      default -> {
        in.rest(); // whatever it is, it is erased with the payload
        yield new Unknown(name);
      }
    };
  }
}
