package org.sshlite.protocol.connection;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.sshlite.protocol.message.Disconnect;
import org.sshlite.protocol.message.Ignore;
import org.sshlite.protocol.message.KexInit;
import org.sshlite.protocol.message.Message;
import org.sshlite.protocol.message.NewKeys;
import org.sshlite.protocol.message.Ping;
import org.sshlite.protocol.transport.RawPeer;

/**
 * A state of one end, and what it answers to each message number in it.
 *
 * @param name what is awaited
 * @param start leads to it
 * @param proper what the state awaits, where {@link Payloads} has something else of that number
 * @param finish leads to where answers that are held back come
 */
record State(
    String name,
    Supplier<Situation> start,
    Map<Integer, Consumer<Situation>> proper,
    Consumer<Situation> finish) {
  private static final String REFUSED = "DISCONNECT ";
  private static final String NO_ANSWER = "–";
  private static final String TAKEN = "taken";
  private static final String UNIMPLEMENTED = "UNIMPLEMENTED";

  /** Whether numbers that mean nothing are all sent, and not the first and last of a run alone. */
  private static final boolean WHOLE = Boolean.getBoolean("whole");

  private static final int NUMBERS = 256;
  private static final Consumer<Situation> NOTHING = _ -> {};

  State(String name, Supplier<Situation> start) {
    this(name, start, Map.of());
  }

  State(String name, Supplier<Situation> start, Map<Integer, Consumer<Situation>> proper) {
    this(name, start, proper, NOTHING);
  }

  /** What is answered to each of the 256 numbers. */
  List<String> answers() {
    return answers(0, NUMBERS - 1);
  }

  /** What is answered to the numbers of a range. */
  List<String> answers(int first, int last) {
    Optional<Message> aside =
        Stream.<Message>of(new Ping(new byte[0]), new Ignore(new byte[0]))
            .filter(
                message ->
                    !ask(start.get(), message.number(), Optional.empty()).startsWith(REFUSED))
            .findFirst();
    List<String> answers = new ArrayList<>();
    for (int number = first; number <= last; ) {
      if (Payloads.isNamed(number)) {
        answers.add(ask(start.get(), number, aside));
        number++;
      } else {
        int end = number;
        while (end < last && !Payloads.isNamed(end + 1)) {
          end++;
        }
        answers.addAll(unassigned(number, end));
        number = end + 1;
      }
    }
    return answers;
  }

  /** Who is told that a number means nothing goes on as before: the connection serves again. */
  private List<String> unassigned(int first, int last) {
    List<String> answers = new ArrayList<>();
    Situation situation = start.get();
    for (int number = first; number <= last; number++) {
      if (!WHOLE && number > first && number < last) {
        answers.add(answers.getLast());
        continue;
      }
      String answer = ask(situation, number, Optional.empty());
      if (finish != NOTHING || !answer.equals(UNIMPLEMENTED)) {
        situation = start.get();
      }
      answers.add(answer);
    }
    situation.stage.carrier.hangUp();
    return answers;
  }

  /**
   * @param aside what may come in this state and changes nothing: if it may not any more
   *     afterwards, the state has changed
   */
  private String ask(Situation situation, int number, Optional<Message> aside) {
    Stage stage = situation.stage;
    List<Object> before = situation.seen();
    if (number == KexInit.NUMBER) {
      stage.peer.payloads();
    }
    send(situation, number);
    stage.settle();
    boolean taken = !situation.seen().equals(before);
    if (stage.ending() == null && number != KexInit.NUMBER) {
      finish.accept(situation);
    }
    String answer = answer(stage, number);
    if (answer.equals(NO_ANSWER)) {
      aside.ifPresent(stage::send);
      answer = taken || stage.ending() != null ? TAKEN : NO_ANSWER;
    }
    if (!answer.equals(UNIMPLEMENTED)) {
      stage.carrier.hangUp();
      stage.settle();
    }
    return answer;
  }

  private void send(Situation situation, int number) {
    if (proper.containsKey(number)) {
      proper.get(number).accept(situation);
    } else if (number == KexInit.NUMBER) {
      situation.stage.peer.sendKexInit();
    } else {
      situation.stage.peer.send(Payloads.of(number));
    }
  }

  private static String answer(Stage stage, int number) {
    List<byte[]> sent = sent(stage.peer);
    if (stage.ending() != null) {
      return ending(stage.ending(), sent);
    }
    if (sent.isEmpty()) {
      return NO_ANSWER;
    }
    LinkedHashSet<String> names = new LinkedHashSet<>();
    sent.forEach(payload -> names.add(Payloads.name(number, payload[0] & 0xff)));
    return String.join(", ", names);
  }

  private static String ending(Ending ending, List<byte[]> sent) {
    return switch (ending) {
      case Ending.Disconnected _ -> "ends";
      case Ending.Refused(var refusal)
          when !sent.isEmpty()
              && RawPeer.message(sent.getLast()) instanceof Disconnect farewell
              && farewell.reason() == refusal.reason().code() ->
          REFUSED + farewell.reason();
      default -> throw new AssertionError("not a defined answer: " + ending.explain());
    };
  }

  /** What can be read: after NEWKEYS other keys are needed. */
  private static List<byte[]> sent(RawPeer peer) {
    List<byte[]> sent = new ArrayList<>();
    byte[] payload;
    while ((payload = peer.next()) != null) {
      sent.add(payload);
      if (payload[0] == NewKeys.NUMBER) {
        break;
      }
    }
    return sent;
  }
}
