package org.sshlite.mitm.catalogue;

import java.io.IOException;
import org.sshlite.mitm.end.Conduct;
import org.sshlite.mitm.end.Gone;
import org.sshlite.mitm.end.ServerEnd;
import org.sshlite.mitm.end.Stage;
import org.sshlite.mitm.evidence.Leak;

/** A service accepted that was not asked for. */
public enum ServiceConfusion implements Manipulation {
  CONNECTION("service-connection-accepted", "ssh-connection"),
  UNKNOWN("service-unknown-accepted", "nothing@example.com");

  private final String label;
  private final String service;

  ServiceConfusion(String label, String service) {
    this.label = label;
    this.service = service;
  }

  @Override
  public About about() {
    return new About(
        label,
        "order",
        "accepts the service \"" + service + "\" where \"ssh-userauth\" was asked for",
        "RFC 4253 §10: SERVICE_ACCEPT names the service that was requested",
        "disconnect, and send no password");
  }

  @Override
  public Harm harm() {
    return Harm.REPORTED;
  }

  @Override
  public Attack attack() {
    return Attack.by(
        new Conduct() {
          @Override
          public String service(String asked, ServerEnd end) {
            end.evidence().strike("accepted " + service);
            return service;
          }

          @Override
          public void at(Stage stage, ServerEnd end) throws IOException {
            if (stage == Stage.USERAUTH_REQUESTED) {
              end.evidence().harm(Leak.OTHER, "it authenticates, and got no service to do it with");
              throw new Gone("seen enough");
            }
          }
        });
  }
}
