package org.sshlite.mitm.probe;

import java.util.List;
import org.sshlite.mitm.catalogue.About;
import org.sshlite.mitm.end.ClientEnd;
import org.sshlite.mitm.end.Standing;
import org.sshlite.mitm.end.Userauth;
import org.sshlite.mitm.evidence.Leak;
import org.sshlite.protocol.message.ServiceAccept;
import org.sshlite.protocol.message.ServiceRequest;

/** Services that there are not, or not yet, RFC 4253 §10. */
final class Services {
  private static final String UNKNOWN = "no-such-service@example.com";

  private Services() {}

  static List<Probe> all() {
    return List.of(
        asked("unknown", "a service that there is not", UNKNOWN),
        asked("empty", "a service without a name", ""),
        asked("connection-before-login", "ssh-connection before any login", Userauth.CONNECTION),
        asked("name-with-nul", "ssh-userauth with a NUL and more behind it", "ssh-userauth\0x"),
        loginFor("unknown", UNKNOWN),
        loginFor("userauth", ClientEnd.USERAUTH),
        loginFor("empty", ""));
  }

  private static Probe asked(String label, String what, String service) {
    return new Probe(
        new About(
            "service-" + label,
            "services",
            "asks for " + what,
            "RFC 4253 §10: a service that is refused ends the connection",
            "disconnect"),
        Needs.NOTHING,
        end -> {
          end.reach(Standing.KEYED);
          end.strike("asked for " + what);
          end.send(new ServiceRequest(service));
          if (Answers.isYes(end, ServiceAccept.NUMBER)) {
            end.accepted(
                service.equals(Userauth.CONNECTION) ? Leak.ACCESS : Leak.OTHER,
                "it says that the service begins");
          }
        });
  }

  /** By a login that is good for ssh-connection. */
  private static Probe loginFor(String label, String service) {
    return new Probe(
        new About(
            "service-login-for-" + label,
            "services",
            "logs in for the service \"" + service + "\"",
            "RFC 4252 §5: the service must be there, or the login fails",
            "say that the login failed, or disconnect"),
        Needs.KEY,
        end -> {
          end.reach(Standing.SERVICE_ACCEPTED);
          end.strike("logged in for " + service);
          Userauth request = new Userauth(end.credentials().user(), service);
          end.send(request.honest(end.sessionIdentifier(), end.credentials().key().orElseThrow()));
          Answers.toLogin(end);
        });
  }
}
