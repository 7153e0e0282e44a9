package org.sshlite.mitm.probe;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.wire.SshWriter;
import org.sshlite.mitm.catalogue.About;
import org.sshlite.mitm.end.ClientEnd;
import org.sshlite.mitm.end.Left;
import org.sshlite.mitm.end.Payload;
import org.sshlite.mitm.end.Standing;
import org.sshlite.mitm.end.Userauth;
import org.sshlite.mitm.evidence.Leak;
import org.sshlite.protocol.message.ServiceAccept;
import org.sshlite.protocol.message.ServiceRequest;
import org.sshlite.protocol.message.UserauthFailure;
import org.sshlite.protocol.message.UserauthSuccess;

/** Logins by who has nothing to log in with, RFC 4252, RFC 4256. */
final class Logins {
  private static final String PROOF = "RFC 4252 §4: nobody is let in who proved nothing";
  private static final int INFO_REQUEST = 60;
  private static final int INFO_RESPONSE = 61;

  /** More than RFC 4252 §4 recommends as a limit, 20, and than any server needs. */
  private static final int TRIES = 32;

  private static final int LONG_NAME = 20_000;

  private Logins() {}

  /** The request for a user, on a connection that has the service. */
  private interface Request {
    byte[] of(ClientEnd end, String user) throws IOException;
  }

  static List<Probe> all() {
    List<Probe> all = new ArrayList<>();
    all.add(login("none", "by the method none", (_, user) -> Userauth.of(user).none()));
    all.add(login("method-empty", "by a method without a name", (_, user) -> method(user, "")));
    all.add(
        login(
            "method-unknown",
            "by a method that there is not",
            (_, user) -> method(user, "no-such-method@example.com")));
    all.add(
        login(
            "password-empty", "by an empty password", (_, user) -> Userauth.of(user).password("")));
    all.add(
        login(
            "password-with-nul",
            "by a password that begins with a NUL",
            (_, user) -> Userauth.of(user).password("\0")));
    all.add(login("user-empty", "as nobody", (_, _) -> Userauth.of("").password("")));
    all.add(
        login("user-with-nul", "as root and a NUL", (_, _) -> Userauth.of("root\0x").password("")));
    all.add(
        login(
            "user-of-20000-bytes",
            "as a user with a very long name",
            (_, _) -> Userauth.of("a".repeat(LONG_NAME)).none()));
    all.add(
        login(
            "key-of-a-stranger",
            "by a sound signature of a key that nobody knows",
            (end, user) -> Userauth.of(user).honest(end.sessionIdentifier(), stranger())));
    all.add(
        login(
            "host-based-without-proof",
            "by hostbased with a signature of no bytes",
            (_, user) ->
                Userauth.of(user)
                    .method("hostbased")
                    .string("ssh-ed25519")
                    .string(stranger().publicKey().blob())
                    .string("localhost.")
                    .string(user)
                    .string(new byte[0])
                    .toByteArray()));
    all.add(tries("tries-without-end", false));
    all.add(tries("tries-after-service-again", true));
    all.add(responses("too-many", "100 answers to its questions", 100, 100));
    all.add(responses("none", "no answer to its questions", 0, 0));
    all.add(responses("missing", "an answer less than it says", 2, 1));
    all.add(responses("of-4-billion", "as if there were 2^32-1 answers", -1, 0));
    return all;
  }

  private static PrivateKey stranger() {
    return PrivateKey.generate("ssh-ed25519", new SecureRandom());
  }

  private static byte[] method(String user, String name) {
    return Userauth.of(user).method(name).toByteArray();
  }

  private static About about(String label, String does, String breaks, String demand) {
    return new About("login-" + label, "authentication", does, breaks, demand);
  }

  private static Probe login(String label, String how, Request request) {
    return new Probe(
        about(label, "logs in " + how, PROOF, "say that the login failed, or disconnect"),
        Needs.NOTHING,
        end -> {
          end.reach(Standing.SERVICE_ACCEPTED);
          end.strike("logged in " + how);
          end.send(request.of(end, end.credentials().user()));
          Answers.toLogin(end);
        });
  }

  private static Probe tries(String label, boolean again) {
    return new Probe(
        about(
            label,
            "tries passwords without an end" + (again ? ", and asks for the service anew" : ""),
            "RFC 4252 §4: a limit for the tries on one connection",
            "disconnect after some"),
        Needs.NOTHING,
        end -> {
          end.reach(Standing.SERVICE_ACCEPTED);
          end.strike("tried wrong passwords");
          for (int i = 1; i <= TRIES; i++) {
            if (again) {
              end.send(new ServiceRequest(ClientEnd.USERAUTH));
              end.await(ServiceAccept.NUMBER, 3);
            }
            try {
              end.send(Userauth.of(end.credentials().user()).password("not the password"));
              Answers.toLogin(end);
            } catch (Left e) {
              end.evidence().refused("the server", e.getMessage() + ", after " + i + " tries");
              return;
            }
          }
          end.evidence().unbounded("it takes " + TRIES + " tries on one connection");
        });
  }

  private static Probe responses(String label, String what, long claimed, int sent) {
    return new Probe(
        about(
            "responses-" + label,
            "gives " + what,
            "RFC 4256 §3.4: as many answers as questions, or the login fails",
            "say that the login failed, or disconnect"),
        Needs.NOTHING,
        end -> {
          end.reach(Standing.SERVICE_ACCEPTED);
          String user = end.credentials().user();
          end.send(
              Userauth.of(user).method("keyboard-interactive").string("").string("").toByteArray());
          byte[] question = end.await(INFO_REQUEST, UserauthFailure.NUMBER, UserauthSuccess.NUMBER);
          if (Payload.number(question) != INFO_REQUEST) {
            end.inapplicable("the server asks no questions");
            return;
          }
          end.strike("gave " + what);
          SshWriter out = new SshWriter().uint8(INFO_RESPONSE).uint32(claimed);
          for (int i = 0; i < sent; i++) {
            out.string("");
          }
          end.send(out.toByteArray());
          byte[] answer =
              end.await(INFO_REQUEST, UserauthFailure.NUMBER, UserauthSuccess.NUMBER, 3);
          if (Payload.number(answer) == UserauthSuccess.NUMBER) {
            end.accepted(Leak.ACCESS, "it lets the user in");
          } else {
            end.evidence().refused("the server", "does not take them");
          }
        });
  }
}
