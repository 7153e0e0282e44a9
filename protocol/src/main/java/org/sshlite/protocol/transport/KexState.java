package org.sshlite.protocol.transport;

import java.util.List;
import java.util.stream.Stream;
import org.sshlite.crypto.kex.KexMethod;
import org.sshlite.protocol.message.KexDhGexGroup;
import org.sshlite.protocol.message.KexDhGexInit;
import org.sshlite.protocol.message.KexDhGexReply;
import org.sshlite.protocol.message.KexDhGexRequest;
import org.sshlite.protocol.message.KexEcdhInit;
import org.sshlite.protocol.message.KexEcdhReply;
import org.sshlite.protocol.message.KexInit;
import org.sshlite.protocol.message.NewKeys;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.RefusedException;

/** One key exchange, RFC 4253 §7–8, either role: no socket, no clock, no thread. */
sealed interface KexState {
  /** A next state and what is to be done, in order. */
  record Step(KexState next, List<KexAction> actions) {
    Step(KexState next, KexAction... actions) {
      this(next, List.of(actions));
    }
  }

  /** No key exchange runs. */
  record Idle(Exchange.Parties parties) implements KexState {}

  /** Our KEXINIT is out. */
  record AwaitKexInit(Exchange.Parties parties, KexInit ours) implements KexState {}

  /** Client: a group was asked for, RFC 4419 §3. */
  record AwaitGroup(Exchange exchange) implements KexState {}

  /** Server: the client will ask for a group. */
  record AwaitGroupRequest(Exchange exchange) implements KexState {}

  /** Server: a group is looked for. */
  record ChoosingGroup(Exchange exchange) implements KexState {}

  /** Client: the ephemeral key is being made. */
  record Initiating(Exchange exchange) implements KexState {}

  /** Client: our blob is out. */
  record AwaitReply(Exchange exchange, KexMethod.Initiator initiator) implements KexState {}

  /** Server: the client's blob is awaited. */
  record AwaitInit(Exchange exchange) implements KexState {}

  /** Keys are computed; on a server the host key signs, on a client it is judged. */
  record Agreeing(Exchange exchange) implements KexState {}

  /** Our NEWKEYS is out. */
  record AwaitNewKeys(Exchange.Parties parties, KexResult result) implements KexState {}

  /** A state together with what happened in it. */
  record At(KexState state, KexEvent event) {}

  /**
   * @throws RefusedException when the state does not accept the event, or nothing can be agreed on
   */
  default Step on(KexEvent event) throws RefusedException {
    return switch (new At(this, event)) {
      case At(Idle(var parties), KexEvent.Start _) -> offer(parties);
      case At(Idle(var parties), KexEvent.ReceivedKexInit theirs) -> answer(parties, theirs);
      case At(AwaitKexInit(var parties, var ours), KexEvent.ReceivedKexInit theirs) ->
          negotiate(new Exchange(parties, ours, theirs));
      case At(AwaitGroup(var exchange), KexEvent.Received(KexDhGexGroup group)) -> {
        exchange.received(group);
        yield new Step(new Initiating(exchange), new KexAction.Ask(exchange::initiate));
      }
      case At(AwaitGroupRequest(var exchange), KexEvent.Received(KexDhGexRequest request)) -> {
        exchange.received(request);
        yield new Step(new ChoosingGroup(exchange), new KexAction.Ask(exchange::chooseGroup));
      }
      case At(ChoosingGroup(var exchange), KexEvent.GroupChosen(var group)) ->
          new Step(new AwaitInit(exchange), new KexAction.Send(exchange.chosen(group)));
      case At(Initiating(var exchange), KexEvent.Initiated(var initiator)) ->
          new Step(
              new AwaitReply(exchange, initiator), new KexAction.Send(exchange.init(initiator)));
      case At(AwaitReply(var exchange, var initiator), KexEvent.Received(KexEcdhReply reply))
          when !exchange.choosesGroup() ->
          verify(exchange, initiator, reply);
      case At(AwaitReply(var exchange, var initiator), KexEvent.Received(KexDhGexReply reply))
          when exchange.choosesGroup() ->
          verify(
              exchange,
              initiator,
              new KexEcdhReply(reply.hostKey(), reply.serverBlob(), reply.signature()));
      case At(AwaitInit(var exchange), KexEvent.Received(KexEcdhInit(var blob)))
          when !exchange.choosesGroup() ->
          new Step(new Agreeing(exchange), new KexAction.Ask(() -> exchange.respond(blob)));
      case At(AwaitInit(var exchange), KexEvent.Received(KexDhGexInit(var blob)))
          when exchange.choosesGroup() ->
          new Step(new Agreeing(exchange), new KexAction.Ask(() -> exchange.respond(blob)));
      case At(Agreeing(var exchange), KexEvent.Agreed agreed) -> agreed(exchange, agreed);
      case At(AwaitNewKeys(var parties, var result), KexEvent.Received(NewKeys _)) ->
          new Step(new Idle(parties.afterKex(result)), new KexAction.SwitchInbound(result));
      default -> throw new RefusedException(new Refusal.OutOfTurn(number(event), describe()));
    };
  }

  private static Step offer(Exchange.Parties parties) {
    KexInit ours = parties.kexInit();
    return new Step(new AwaitKexInit(parties, ours), new KexAction.Send(ours));
  }

  private static Step answer(Exchange.Parties parties, KexEvent.ReceivedKexInit theirs)
      throws RefusedException {
    KexInit ours = parties.kexInit();
    Step next = negotiate(new Exchange(parties, ours, theirs));
    return new Step(
        next.next(),
        Stream.concat(Stream.of(new KexAction.Send(ours)), next.actions().stream()).toList());
  }

  private static Step verify(Exchange exchange, KexMethod.Initiator initiator, KexEcdhReply reply) {
    return new Step(
        new Agreeing(exchange), new KexAction.Ask(() -> exchange.verify(initiator, reply)));
  }

  private static Step negotiate(Exchange exchange) throws RefusedException {
    exchange.negotiate();
    Step first = begin(exchange);
    if (!exchange.guessIsWrong()) {
      return first;
    }
    return new Step(
        first.next(),
        Stream.concat(first.actions().stream(), Stream.of(new KexAction.SkipGuess())).toList());
  }

  private static Step begin(Exchange exchange) {
    if (exchange.choosesGroup()) {
      return exchange.parties().role().isClient()
          ? new Step(new AwaitGroup(exchange), new KexAction.Send(exchange.groupRequest()))
          : new Step(new AwaitGroupRequest(exchange));
    }
    return exchange.parties().role().isClient()
        ? new Step(new Initiating(exchange), new KexAction.Ask(exchange::initiate))
        : new Step(new AwaitInit(exchange));
  }

  private static Step agreed(Exchange exchange, KexEvent.Agreed agreed) {
    KexState next = new AwaitNewKeys(exchange.parties(), agreed.result());
    KexAction switchOutbound = new KexAction.SwitchOutbound(agreed.result());
    return agreed.reply() == null
        ? new Step(next, switchOutbound)
        : new Step(next, new KexAction.Send(exchange.reply(agreed.reply())), switchOutbound);
  }

  private static int number(KexEvent event) {
    return switch (event) {
      case KexEvent.ReceivedKexInit _ -> KexInit.NUMBER;
      case KexEvent.Received(var message) -> message.number();
      default -> throw new AssertionError("our own event came out of turn: " + event);
    };
  }

  /** Erases what a key exchange that will not be finished holds. */
  default void close() {
    switch (this) {
      case AwaitReply(_, var initiator) -> initiator.close();
      case AwaitNewKeys(_, var result) -> result.inbound().close();
      default -> {}
    }
  }

  /** What is awaited, for refusals. */
  default String describe() {
    return switch (this) {
      case Idle _ -> "no key exchange runs";
      case AwaitKexInit _ -> "KEXINIT is awaited";
      case Initiating _, Agreeing _ -> "keys are computed";
      case AwaitGroup _ -> "the group is awaited";
      case AwaitGroupRequest _ -> "the group request is awaited";
      case ChoosingGroup _ -> "a group is chosen";
      case AwaitReply _ -> "the key exchange reply is awaited";
      case AwaitInit _ -> "the key exchange init is awaited";
      case AwaitNewKeys _ -> "NEWKEYS is awaited";
    };
  }
}
