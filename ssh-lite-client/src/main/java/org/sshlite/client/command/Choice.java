package org.sshlite.client.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.legacy.LegacyAlgorithms;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.protocol.message.KexInit;
import org.sshlite.protocol.transport.KexTranscript;
import org.sshlite.protocol.transport.Negotiated;

/**
 * One slot of RFC 4253 §7.1: what both sides offered, and what came of it. Every string is safe to
 * print.
 *
 * @param ours the client's list, best first
 * @param theirs the server's
 * @param chosen empty where nothing is to be chosen
 */
record Choice(String slot, List<String> ours, List<String> theirs, String chosen) {
  Choice {
    ours = List.copyOf(ours);
    theirs = theirs.stream().map(Printable::line).toList();
  }

  /** All slots in the order of the KEXINIT. */
  static List<Choice> of(KexTranscript transcript) {
    KexInit client = transcript.client();
    KexInit server = transcript.server();
    Negotiated result = transcript.negotiated();
    List<Choice> choices = new ArrayList<>();
    choices.add(
        new Choice(
            "key exchange",
            KexTranscript.methods(client.kexAlgorithms()),
            KexTranscript.methods(server.kexAlgorithms()),
            result.kex().name()));
    choices.add(
        of(
            "host key algorithm",
            client.serverHostKeyAlgorithms(),
            server.serverHostKeyAlgorithms(),
            result.hostKeyAlgorithm()));
    choices.add(
        of(
            "cipher client to server",
            client.encryptionClientToServer(),
            server.encryptionClientToServer(),
            result.clientToServer().encryption()));
    choices.add(
        of(
            "cipher server to client",
            client.encryptionServerToClient(),
            server.encryptionServerToClient(),
            result.serverToClient().encryption()));
    choices.add(
        of(
            "MAC client to server",
            client.macClientToServer(),
            server.macClientToServer(),
            result.clientToServer().mac()));
    choices.add(
        of(
            "MAC server to client",
            client.macServerToClient(),
            server.macServerToClient(),
            result.serverToClient().mac()));
    choices.add(
        of(
            "compression client to server",
            client.compressionClientToServer(),
            server.compressionClientToServer(),
            result.compressionClientToServer()));
    choices.add(
        of(
            "compression server to client",
            client.compressionServerToClient(),
            server.compressionServerToClient(),
            result.compressionServerToClient()));
    return choices;
  }

  private static Choice of(String slot, NameList client, NameList server, String chosen) {
    return new Choice(slot, client.names(), server.names(), chosen);
  }

  /** What is weak in it, where only old devices need it. */
  Optional<String> weakness() {
    return LegacyAlgorithms.weakness(chosen);
  }

  /** Why, in the words of RFC 4253 §7.1. */
  String reason() {
    if (chosen.isEmpty()) {
      return "nothing to choose: the cipher authenticates its packets itself";
    }
    List<String> passedOver = ours.subList(0, Math.max(0, ours.indexOf(chosen)));
    return passedOver.isEmpty()
        ? "our first choice, and the server has it"
        : "the first of ours that the server has; it has none of " + String.join(", ", passedOver);
  }
}
