package org.sshlite.protocol.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sshlite.protocol.connection.ConnectionDriver;
import org.sshlite.protocol.transport.Carrier;
import org.sshlite.protocol.transport.Endpoint;

/** Joins a Netty channel to a {@link ConnectionDriver}: bytes in, bytes out. Event loop only. */
final class SshHandler extends ChannelInboundHandlerAdapter implements LoopCarrier {
  private static final Logger LOG = System.getLogger("connection");

  /** What a peer may still send after our farewell: all that was on its way, not a flood. */
  private static final long MAXIMUM_DISCARDED = 4 * 1024 * 1024;

  /** How long a farewell may take to be sent, and the peer to close after it. */
  private static final long LINGER_MILLISECONDS = 2_000;

  private final @Nullable InetSocketAddress peer;
  private final Function<Carrier, ConnectionDriver> factory;
  private @Nullable ConnectionDriver driver;
  private @Nullable ChannelHandlerContext context;
  private @Nullable Deadline deadline;

  /** Closes after the farewell; holds this connection until it is cancelled. */
  private @Nullable Future<?> lastResort;

  /** A loop tells nobody of what a task of its throws. */
  private final Runnable pumping = () -> run(this::pump);

  private boolean pumpScheduled;
  private boolean inRead;
  private boolean closing;
  private boolean lingering;
  private long discarded;
  private @Nullable IOException problem;

  /**
   * @param factory makes the connection once the socket is connected
   */
  SshHandler(Function<Carrier, ConnectionDriver> factory) {
    this(null, factory);
  }

  /**
   * @param peer where it comes from, as a proxy may have said; null for what the socket says
   */
  SshHandler(@Nullable InetSocketAddress peer, Function<Carrier, ConnectionDriver> factory) {
    this.peer = peer;
    this.factory = factory;
  }

  // Of what is not overridden, Netty reads the annotations, and makes a class for each of them:
  // 30 ms of a client's start. So all is.

  @Override
  public boolean isSharable() {
    return false;
  }

  @Override
  public void channelRegistered(ChannelHandlerContext ctx) {
    ctx.fireChannelRegistered();
  }

  @Override
  public void channelUnregistered(ChannelHandlerContext ctx) {
    ctx.fireChannelUnregistered();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    ctx.fireUserEventTriggered(event);
  }

  private ChannelHandlerContext context() {
    if (context == null) {
      throw new AssertionError("not in a pipeline");
    }
    return context;
  }

  private ConnectionDriver driver() {
    if (driver == null) {
      throw new AssertionError("not connected");
    }
    return driver;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    if (ctx.channel().isActive()) {
      begin();
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    begin();
    ctx.fireChannelActive();
  }

  private void begin() {
    if (driver == null) {
      ConnectionDriver made = factory.apply(this);
      driver = made;
      // else Netty takes this handler away, and leaves the socket
      run(
          () -> {
            deadline = new Deadline(context().executor(), made::deadline, () -> run(this::tick));
            made.start();
          });
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = (ByteBuf) message;
    try {
      inRead = true;
      if (lingering) {
        discard(in);
      } else {
        driver().received(in);
      }
    } finally {
      in.release();
    }
  }

  private void discard(ByteBuf in) {
    discarded += in.readableBytes();
    if (discarded > MAXIMUM_DISCARDED) {
      context().close();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    inRead = false;
    pump();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    pump();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (deadline != null) {
      deadline.cancel();
    }
    if (driver != null) {
      if (problem == null) {
        driver.carrierClosed();
      } else {
        driver.carrierClosed(problem);
      }
    }
    // last: what ended the connection now has asked for it as well
    if (lastResort != null) {
      lastResort.cancel(false);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException failure) {
      problem = failure;
      ctx.close();
    } else if (driver == null) {
      ctx.close(); // the application could not be made, and whoever makes it knows
    } else {
      failed(cause);
    }
  }

  /** Asks for output only while the socket takes it: this loop is the send-side back-pressure. */
  private void pump() {
    pumpScheduled = false;
    ChannelHandlerContext ctx = context();
    boolean written = false;
    ByteBuf out;
    while (ctx.channel().isWritable() && (out = driver().nextOutput(ctx.alloc())) != null) {
      ctx.write(out);
      written = true;
    }
    if (written) {
      ctx.flush();
    }
    if (closing && !lingering && ctx.channel().isWritable()) {
      linger();
    }
  }

  /**
   * Closes the way out and waits for the peer to close its own: closing at once while its bytes are
   * unread would reset the connection, and our SSH_MSG_DISCONNECT with it.
   */
  private void linger() {
    lingering = true;
    ChannelHandlerContext ctx = context();
    ctx.writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            _ -> {
              ctx.channel().config().setAutoRead(true);
              if (ctx.channel() instanceof DuplexChannel duplex) {
                duplex.shutdownOutput();
              } else {
                ctx.close();
              }
            });
  }

  @Override
  public void outputReady() {
    if (!inRead && !pumpScheduled) {
      context().executor().execute(pumping);
      pumpScheduled = true;
    }
  }

  @Override
  public boolean execute(Runnable task) {
    try {
      context().executor().execute(() -> run(task));
      return true;
    } catch (RejectedExecutionException _) {
      return false; // the loop has ended, and the connection with it
    }
  }

  private void run(Runnable task) {
    try {
      task.run();
    } catch (Throwable e) {
      failed(e);
    }
  }

  /** Whatever it is that failed, an Error too: a connection that nobody ends hangs for ever. */
  private void failed(Throwable cause) {
    try {
      driver().failed(new IllegalStateException(cause));
      pump();
    } catch (Throwable e) {
      context().close(); // first: to tell it takes memory
      LOG.log(Level.ERROR, "a connection that cannot be ended in order: {0}", String.valueOf(e));
    }
  }

  @Override
  public EventLoop loop() {
    return context().channel().eventLoop();
  }

  @Override
  public void reading(boolean on) {
    context().channel().config().setAutoRead(on);
  }

  @Override
  public void serviceClass(int field) {
    if (context().channel() instanceof SocketChannel socket && socket.isActive()) {
      try {
        socket.config().setOption(ChannelOption.IP_TOS, field);
      } catch (ChannelException e) {
        // a wish, and no more: where the system does not grant it, the connection goes on
        LOG.log(Level.DEBUG, "IP_TOS {0}: {1}", field, String.valueOf(e.getMessage()));
      }
    }
  }

  @Override
  public void deadlineChanged() {
    if (deadline != null) {
      deadline.changed();
    }
  }

  private void tick() {
    driver().tick();
    pump();
  }

  @Override
  public void close() {
    if (!closing) {
      closing = true;
      try {
        lastResort =
            context()
                .executor()
                .schedule(() -> context().close(), LINGER_MILLISECONDS, TimeUnit.MILLISECONDS);
      } catch (RuntimeException | Error e) {
        context().close(); // a peer that does not would be ours for ever
        throw e;
      }
      outputReady();
    }
  }

  @Override
  public String peer() {
    return remote().map(end -> end.address() + " port " + end.port()).orElse("");
  }

  @Override
  public Optional<Endpoint> local() {
    return internet(context().channel().localAddress());
  }

  @Override
  public Optional<Endpoint> remote() {
    return internet(peer == null ? context().channel().remoteAddress() : peer);
  }

  private static Optional<Endpoint> internet(@Nullable SocketAddress address) {
    return address instanceof InetSocketAddress internet
        ? Optional.of(new Endpoint(internet.getAddress().getHostAddress(), internet.getPort()))
        : Optional.empty();
  }
}
