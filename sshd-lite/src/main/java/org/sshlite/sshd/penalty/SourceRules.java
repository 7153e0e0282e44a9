package org.sshlite.sshd.penalty;

import java.util.function.Predicate;

/**
 * What sshd_config(5) says of each source.
 *
 * @param exempt PerSourcePenaltyExemptList: addresses that are never penalised
 * @param maximumStartups PerSourceMaxStartups: connections that have not logged in
 */
public record SourceRules(
    PenaltyRules penalties,
    Predicate<String> exempt,
    NetBlockSize blockSize,
    int maximumStartups) {}
