package org.sshlite.protocol.forward;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.FileRegion;
import io.netty.channel.nio.AbstractNioByteChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A unix socket each of whose ways ends by itself. Netty's own closes when its peer has said all:
 * an answer to {@code nc -N} would be lost.
 */
final class UnixSocket extends AbstractNioByteChannel implements DuplexChannel {
  private final ChannelConfig config =
      new DefaultChannelConfig(this) {
        @Override
        protected void autoReadCleared() {
          clearReadPending();
        }
      };

  private volatile boolean inputShutdown;
  private volatile boolean outputShutdown;

  /**
   * @param parent that has accepted it; null where this side has connected
   * @param socket connected already
   */
  UnixSocket(@Nullable UnixServerSocket parent, SocketChannel socket) {
    super(parent, socket);
  }

  @Override
  protected SocketChannel javaChannel() {
    return (SocketChannel) super.javaChannel();
  }

  @Override
  public ChannelConfig config() {
    return config;
  }

  @Override
  public boolean isActive() {
    return javaChannel().isOpen() && javaChannel().isConnected();
  }

  @Override
  protected boolean doConnect(SocketAddress remote, @Nullable SocketAddress local) {
    return true; // it is
  }

  @Override
  protected void doFinishConnect() {
    throw new AssertionError("it was connected before it came here");
  }

  @Override
  protected void doBeginRead() throws Exception {
    if (!inputShutdown) {
      super.doBeginRead();
    }
  }

  @Override
  protected int doReadBytes(ByteBuf target) throws IOException {
    int count = target.writeBytes(javaChannel(), target.writableBytes());
    if (count >= 0) {
      return count;
    }
    // for Netty nothing came: what is closed would be closed both ways
    inputShutdown = true;
    config.setAutoRead(false);
    eventLoop()
        .execute(() -> pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE));
    return 0;
  }

  @Override
  protected int doWriteBytes(ByteBuf source) throws IOException {
    return source.readBytes(javaChannel(), source.readableBytes());
  }

  @Override
  protected long doWriteFileRegion(FileRegion region) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected void doShutdownOutput() throws IOException {
    outputShutdown = true;
    javaChannel().shutdownOutput();
  }

  @Override
  public ChannelFuture shutdownOutput() {
    return shutdownOutput(newPromise());
  }

  @Override
  public ChannelFuture shutdownOutput(ChannelPromise promise) {
    onLoop(() -> ((AbstractUnsafe) unsafe()).shutdownOutput(promise));
    return promise;
  }

  @Override
  public ChannelFuture shutdownInput() {
    return shutdownInput(newPromise());
  }

  @Override
  public ChannelFuture shutdownInput(ChannelPromise promise) {
    onLoop(
        () -> {
          try {
            inputShutdown = true;
            javaChannel().shutdownInput();
            promise.trySuccess();
          } catch (IOException e) {
            promise.tryFailure(e);
          }
        });
    return promise;
  }

  private void onLoop(Runnable task) {
    if (eventLoop().inEventLoop()) {
      task.run();
    } else {
      eventLoop().execute(task);
    }
  }

  @Override
  public ChannelFuture shutdown() {
    return shutdown(newPromise());
  }

  @Override
  public ChannelFuture shutdown(ChannelPromise promise) {
    shutdownInput();
    return shutdownOutput(promise);
  }

  @Override
  public boolean isInputShutdown() {
    return inputShutdown;
  }

  @Override
  public boolean isOutputShutdown() {
    return outputShutdown;
  }

  @Override
  public boolean isShutdown() {
    return inputShutdown && outputShutdown;
  }

  @Override
  protected void doBind(SocketAddress local) throws IOException {
    javaChannel().bind(local);
  }

  @Override
  protected void doDisconnect() throws Exception {
    doClose();
  }

  @Override
  protected void doClose() throws Exception {
    super.doClose();
    javaChannel().close();
  }

  @Override
  protected @Nullable SocketAddress localAddress0() {
    return localAddress(javaChannel());
  }

  /** Of this or of what listens; null once it is closed. */
  static @Nullable SocketAddress localAddress(NetworkChannel socket) {
    try {
      return socket.getLocalAddress();
    } catch (IOException _) {
      return null;
    }
  }

  @Override
  protected @Nullable SocketAddress remoteAddress0() {
    try {
      return javaChannel().getRemoteAddress();
    } catch (IOException _) {
      return null; // closed
    }
  }
}
