package org.sshlite.tests.mitm;

import java.io.IOException;
import java.util.List;
import org.sshlite.crypto.kex.KexException;
import org.sshlite.crypto.kex.KexMethod;
import org.sshlite.mitm.catalogue.About;
import org.sshlite.mitm.catalogue.Aftermath;
import org.sshlite.mitm.catalogue.Attack;
import org.sshlite.mitm.catalogue.Harm;
import org.sshlite.mitm.catalogue.Honest;
import org.sshlite.mitm.catalogue.Knowledge;
import org.sshlite.mitm.catalogue.Manipulation;
import org.sshlite.mitm.end.Conduct;
import org.sshlite.mitm.end.Exchange;
import org.sshlite.mitm.end.HostKey;
import org.sshlite.mitm.end.RawGroup;
import org.sshlite.mitm.end.Scene;
import org.sshlite.mitm.end.ServerEnd;
import org.sshlite.mitm.end.Stage;
import org.sshlite.mitm.evidence.Evidence;
import org.sshlite.protocol.message.KexInit;

/** A manipulation by, or in front of, a host with a good certificate of a CA that is known. */
record CertifiedHost(Manipulation of) implements Manipulation {
  @Override
  public About about() {
    return of.about();
  }

  @Override
  public Knowledge knowledge() {
    return Knowledge.AUTHORITY;
  }

  @Override
  public Harm harm() {
    return of.harm();
  }

  @Override
  public void inspect(Aftermath aftermath, Evidence evidence) {
    of.inspect(aftermath, evidence);
  }

  @Override
  public Attack attack() {
    Attack attack = of.attack();
    return new Attack(attack.alteration(), new Certified(attack.conduct()));
  }

  /** The conduct of another, but for the host's true key. */
  private record Certified(Conduct of) implements Conduct {
    /**
     * The certificate where the other shows the true key; what else he shows, he shows here too.
     */
    @Override
    public List<HostKey> hostKeys(Scene scene) {
      List<HostKey> shown = of.hostKeys(scene);
      return shown.contains(scene.trueKey())
          ? Honest.CERTIFIED_HOST.attack().conduct().hostKeys(scene)
          : shown;
    }

    @Override
    public List<String> kexMethods(Scene scene) {
      return of.kexMethods(scene);
    }

    @Override
    public KexInit proposal(KexInit honest) {
      return of.proposal(honest);
    }

    @Override
    public RawGroup group(RawGroup honest, ServerEnd end) {
      return of.group(honest, end);
    }

    @Override
    public KexMethod.Response respond(KexMethod method, byte[] init, ServerEnd end)
        throws KexException, IOException {
      return of.respond(method, init, end);
    }

    @Override
    public byte[] sign(Exchange exchange, ServerEnd end) throws IOException {
      return of.sign(exchange, end);
    }

    @Override
    public boolean sendsNewKeys() {
      return of.sendsNewKeys();
    }

    @Override
    public List<String> methods() {
      return of.methods();
    }

    @Override
    public String service(String asked, ServerEnd end) {
      return of.service(asked, end);
    }

    @Override
    public void at(Stage stage, ServerEnd end) throws IOException {
      of.at(stage, end);
    }

    @Override
    public boolean received(byte[] payload, ServerEnd end) throws IOException {
      return of.received(payload, end);
    }
  }
}
