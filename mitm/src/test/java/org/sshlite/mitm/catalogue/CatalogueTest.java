package org.sshlite.mitm.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sshlite.crypto.wire.Printable;

class CatalogueTest {
  @Test
  void every_name_is_there_once_and_fits_a_command_line() {
    assertThat(Catalogue.all()).extracting(Manipulation::label).doesNotHaveDuplicates();
    assertThat(Catalogue.all())
        .allSatisfy(one -> assertThat(one.label()).matches("[a-z0-9]+(-[a-z0-9]+)*"));
  }

  @Test
  void every_manipulation_says_what_it_does_what_it_breaks_and_what_a_sound_peer_does() {
    assertThat(Catalogue.all())
        .extracting(Manipulation::about)
        .allSatisfy(
            about -> {
              assertThat(about.group()).isNotBlank();
              assertThat(about.does()).isNotBlank().isEqualTo(Printable.line(about.does()));
              assertThat(about.breaks()).isNotBlank();
              assertThat(about.demand()).isNotBlank();
            });
  }

  @Test
  void each_connection_gets_an_attack_of_its_own() {
    assertThat(Catalogue.all())
        .allSatisfy(one -> assertThat(one.attack()).isNotSameAs(one.attack()));
  }

  @Test
  void patterns_choose() {
    assertThat(Catalogue.matching("silence-*")).hasSize(5);
    assertThat(Catalogue.byName("host-key-changed")).isPresent();
    assertThat(Catalogue.byName("nothing-like-it")).isEmpty();
  }
}
