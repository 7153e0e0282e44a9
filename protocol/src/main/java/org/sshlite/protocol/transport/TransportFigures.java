package org.sshlite.protocol.transport;

import java.time.Duration;
import java.util.Optional;

/**
 * What passed under the keys in use, and when others follow, at one moment.
 *
 * @param nextKeys when keys are exchanged anew at the latest; empty where time is no reason
 */
public record TransportFigures(Traffic inbound, Traffic outbound, Optional<Duration> nextKeys) {}
