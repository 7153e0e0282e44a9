package org.sshlite.sshd.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** CVE-2016-6210 with hashes of several costs: who exists could be told by the time. */
class NobodysHashesTest {
  private static final int NAMES = 4000;

  private static PasswordHash costing(int memory) {
    byte[] random = new byte[48];
    new SecureRandom().nextBytes(random);
    byte[] salt = Arrays.copyOf(random, 16);
    byte[] hash = Arrays.copyOfRange(random, 16, 48);
    return new PasswordHash(memory, 2, 1, salt, hash);
  }

  private static List<Integer> costs(NobodysHashes nobodys) {
    return IntStream.range(0, NAMES).mapToObj(i -> nobodys.of("user" + i).memory()).toList();
  }

  @Test
  void of_many_names_as_many_are_dear_as_of_the_users() {
    PasswordHash dear = costing(65536);
    List<PasswordHash> users = List.of(costing(19456), dear, costing(19456), costing(19456));
    long many = costs(new NobodysHashes(users)).stream().filter(c -> c == dear.memory()).count();
    assertThat((double) many / NAMES).isBetween(0.2, 0.3);
  }

  @Test
  void a_name_costs_the_same_after_a_restart_and_mostly_beside_one_user_more() {
    List<PasswordHash> users = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      users.add(costing(i % 2 == 0 ? 19456 : 65536));
    }
    List<Integer> costs = costs(new NobodysHashes(users));
    assertThat(costs(new NobodysHashes(users))).isEqualTo(costs);

    users.add(costing(65536));
    List<Integer> with = costs(new NobodysHashes(users));
    assertThat(IntStream.range(0, NAMES).filter(i -> !with.get(i).equals(costs.get(i))).count())
        .isBetween(1L, NAMES / 20L);
  }

  @Test
  void no_users_cost_as_much_as_one_of_ours() {
    assertThat(new NobodysHashes(List.of()).of("bob").memory())
        .isEqualTo(PasswordHash.unknowable(new SecureRandom()).memory());
  }
}
