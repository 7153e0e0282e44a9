package org.sshlite.sshd.pam;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sshlite.program.system.Libc;
import org.sshlite.protocol.message.Prompt;

/**
 * What modules call: to ask and tell a person, pam_conv(3), and to have a failure delayed,
 * pam_fail_delay(3). On the thread that called the library; nothing may be thrown out of here.
 */
@SuppressWarnings("restricted")
final class PamCallbacks {
  private static final MethodHandle CONVERSE;
  private static final MethodHandle DELAY;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      CONVERSE =
          lookup.findVirtual(
              PamCallbacks.class,
              "converse",
              MethodType.methodType(
                  int.class,
                  int.class,
                  MemorySegment.class,
                  MemorySegment.class,
                  MemorySegment.class));
      DELAY =
          lookup.findVirtual(
              PamCallbacks.class,
              "delay",
              MethodType.methodType(void.class, int.class, int.class, MemorySegment.class));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  // struct pam_message: int msg_style, const char *msg; struct pam_response: char *resp, int
  private static final int TEXT = 8;
  private static final int RESPONSE_SIZE = 16;

  private final Arena arena;
  private final PamTalk talk;
  private long delayMicroseconds;

  /**
   * @param arena as long as the handle lives
   */
  PamCallbacks(Arena arena, PamTalk talk) {
    this.arena = arena;
    this.talk = talk;
  }

  /** The address of a struct pam_conv. */
  long conversation() {
    MemorySegment stub =
        Linker.nativeLinker()
            .upcallStub(
                CONVERSE.bindTo(this),
                FunctionDescriptor.of(
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS),
                arena);
    MemorySegment struct = arena.allocate(16, 8);
    struct.set(ValueLayout.ADDRESS, 0, stub);
    return struct.address();
  }

  /** The address of a function for PAM_FAIL_DELAY. */
  long failDelay() {
    return Linker.nativeLinker()
        .upcallStub(
            DELAY.bindTo(this),
            FunctionDescriptor.ofVoid(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS),
            arena)
        .address();
  }

  /** How long a failure is to be delayed that the modules have just told. */
  long delayMicroseconds() {
    return delayMicroseconds;
  }

  void delay(int status, int microseconds, MemorySegment data) {
    // it is called after a success as well
    delayMicroseconds = status == PamLibrary.SUCCESS ? 0 : Integer.toUnsignedLong(microseconds);
  }

  int converse(int count, MemorySegment messages, MemorySegment responses, MemorySegment data) {
    if (count <= 0 || count > PamLibrary.MOST_MESSAGES) {
      return PamLibrary.CONVERSATION_ERROR;
    }
    try {
      return answer(count, messages.reinterpret((long) count * Long.BYTES), responses);
    } catch (Throwable _) { // what leaves an upcall ends the process
      return PamLibrary.CONVERSATION_ERROR;
    }
  }

  private int answer(int count, MemorySegment messages, MemorySegment responses)
      throws IOException {
    List<Prompt> prompts = new ArrayList<>();
    boolean[] asked = new boolean[count];
    for (int i = 0; i < count; i++) {
      MemorySegment message = messages.getAtIndex(ValueLayout.ADDRESS, i).reinterpret(16);
      long text = message.get(ValueLayout.JAVA_LONG, TEXT);
      String said = text == 0 ? "" : Libc.string(text);
      int style = message.get(ValueLayout.JAVA_INT, 0);
      switch (style) {
        case PamLibrary.PROMPT_ECHO_OFF, PamLibrary.PROMPT_ECHO_ON -> {
          asked[i] = true;
          prompts.add(new Prompt(said, style == PamLibrary.PROMPT_ECHO_ON));
        }
        case PamLibrary.ERROR_MESSAGE, PamLibrary.TEXT_INFO -> talk.show(said);
        default -> {
          return PamLibrary.CONVERSATION_ERROR;
        }
      }
    }
    List<byte[]> answers = prompts.isEmpty() ? List.of() : talk.ask(prompts);
    try {
      return respond(asked, answers, responses);
    } finally {
      answers.forEach(answer -> Arrays.fill(answer, (byte) 0));
    }
  }

  /** In memory of malloc: the library frees it, and the modules erase what is secret. */
  private static int respond(boolean[] asked, List<byte[]> answers, MemorySegment responses) {
    long array = Libc.call("calloc", asked.length, RESPONSE_SIZE).value();
    if (array == 0) {
      return PamLibrary.BUFFER_ERROR;
    }
    MemorySegment memory =
        MemorySegment.ofAddress(array).reinterpret((long) asked.length * RESPONSE_SIZE);
    int next = 0;
    for (int i = 0; i < asked.length; i++) {
      if (asked[i]) {
        memory.set(ValueLayout.JAVA_LONG, (long) i * RESPONSE_SIZE, string(answers.get(next++)));
      }
    }
    responses.reinterpret(Long.BYTES).set(ValueLayout.JAVA_LONG, 0, array);
    return PamLibrary.SUCCESS;
  }

  private static long string(byte[] answer) {
    long address = Libc.call("calloc", answer.length + 1L, 1).value();
    if (address == 0) {
      throw new IllegalStateException("no memory");
    }
    MemorySegment.copy(
        answer,
        0,
        MemorySegment.ofAddress(address).reinterpret(answer.length),
        ValueLayout.JAVA_BYTE,
        0,
        answer.length);
    return address;
  }
}
