package org.sshlite.client;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.sshlite.protocol.connection.ChannelRefusedException;
import org.sshlite.protocol.connection.ConnectionEndedException;
import org.sshlite.protocol.connection.Ending;
import org.sshlite.protocol.message.Refusal;

/** Failures of the protocol's layer as this library's users see them. */
final class Failures {
  private Failures() {}

  /** As {@link SshException} where there is a kind for it, else as it is. */
  static IOException of(Throwable failure) {
    return switch (failure) {
      case SshException e -> e;
      case ChannelRefusedException e -> new ChannelFailedException(e);
      case ConnectionEndedException e -> ended(e);
      case CompletionException e when e.getCause() != null -> of(e.getCause());
      case IOException e when e.getCause() instanceof ConnectionEndedException ended ->
          ended(ended);
      case IOException e -> e;
      default -> new IOException(failure);
    };
  }

  /** As {@link #of}, thrown by the calling thread. */
  static IOException here(Throwable failure) {
    IOException typed = of(failure);
    return typed instanceof SshException e ? e.here() : typed;
  }

  private static SshException ended(ConnectionEndedException e) {
    return e.ending() instanceof Ending.Refused(Refusal refusal)
        ? switch (refusal) {
          case Refusal.HostKeyNotTrusted(var fingerprint, var doubt, var explanation) ->
              new HostNotTrustedException(fingerprint, doubt, explanation, e);
          case Refusal.AuthenticationFailed(var explanation, var left) ->
              new AuthenticationFailedException(explanation, left, e);
          case Refusal.BadIdentification _,
              Refusal.OtherProtocol _,
              Refusal.NoCommonAlgorithm _,
              Refusal.BadKeyExchange _,
              Refusal.BadHostSignature _,
              Refusal.StrictKexViolation _,
              Refusal.NoSuchService _ ->
              new NegotiationFailedException(refusal, e);
          default -> new ConnectionLostException(e.ending(), e);
        }
        : new ConnectionLostException(e.ending(), e);
  }

  /** The same future, with failures as {@link #of} has them. */
  static <T> CompletableFuture<T> typed(CompletableFuture<T> future) {
    return future.exceptionallyCompose(e -> CompletableFuture.failedFuture(of(e)));
  }
}
