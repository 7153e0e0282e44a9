package org.sshlite.tests.interop;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;

/** A command of MINA's server that sends back what comes. */
final class MinaEcho implements Command {
  private InputStream in = InputStream.nullInputStream();
  private OutputStream out = OutputStream.nullOutputStream();
  private ExitCallback exit = (_, _, _) -> {};

  @Override
  public void setInputStream(InputStream value) {
    in = value;
  }

  @Override
  public void setOutputStream(OutputStream value) {
    out = value;
  }

  @Override
  public void setErrorStream(OutputStream value) {}

  @Override
  public void setExitCallback(ExitCallback value) {
    exit = value;
  }

  @Override
  public void start(ChannelSession channel, Environment environment) {
    Thread.ofVirtual().start(this::echo);
  }

  private void echo() {
    try {
      in.transferTo(out);
      out.flush();
      exit.onExit(0);
    } catch (IOException e) {
      exit.onExit(1, e.getMessage());
    }
  }

  @Override
  public void destroy(ChannelSession channel) {}
}
