package org.sshlite.sshd.main;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.sshlite.sshd.process.Signals;

/**
 * What is done at a signal that would end the virtual machine. By reflection: javac warns of {@code
 * sun.misc}, and nothing else takes a signal.
 */
final class SignalTask {
  private SignalTask() {}

  /**
   * Runs {@code task} at each such signal from now on, also where the process was started to ignore
   * it: as sshd, which {@code nohup} keeps from nothing.
   *
   * @param name {@code HUP}
   * @param task must not wait
   */
  static void handle(String name, Runnable task) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              SignalTask.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) ->
                  switch (method.getName()) {
                    case "handle" -> {
                      task.run();
                      yield null;
                    }
                    case "hashCode" -> System.identityHashCode(self);
                    case "equals" -> self == arguments[0];
                    default -> method.getName();
                  });
      Method handle = signal.getMethod("handle", signal, handler);
      Object number = signal.getConstructor(String.class).newInstance(name);
      // a JVM that found it ignored does nothing the first time, which makes the second a short one
      handle.invoke(null, number, proxy);
      Signals.restoreDefault(name); // until the next line it ends the process
      handle.invoke(null, number, proxy);
    } catch (ReflectiveOperationException e) {
      if (!(e instanceof InvocationTargetException)) {
        throw new AssertionError("every Java platform with signals has sun.misc.Signal", e);
      }
      // no such signal here: then nobody sends it
    }
  }
}
