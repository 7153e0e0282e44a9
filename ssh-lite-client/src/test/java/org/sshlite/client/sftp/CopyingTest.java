package org.sshlite.client.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sshlite.sftp.wire.FileName;

/** What a copy is called. */
class CopyingTest {
  /** CVE-2026-59996: scp copied to a folder above the one that it was told. */
  @ParameterizedTest
  @CsvSource({
    "..,            .",
    "../,           .",
    "/tree/..,      .",
    "/tree/../,     .",
    "/,             .",
    "//,            .",
    "/tree/file,    file",
    "/tree/folder/, folder",
    "...,           ..."
  })
  void a_name_that_leads_up_is_the_folder_itself(String source, String name) {
    assertThat(Copying.lastName(FileName.of(source))).isEqualTo(FileName.of(name));
  }
}
