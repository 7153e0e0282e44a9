package org.sshlite.client.dns;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.knownhosts.SshfpRecord;

/**
 * The records of an answer that are about the name asked for, or about what its CNAME records say
 * it is another name of (RFC 1034 §3.6.2).
 */
record AnswerChain(String name, List<DnsRecord> answer) {
  /** A resolver follows fewer; more would be a loop. */
  private static final int MOST_ALIASES = 16;

  /**
   * The SSHFP records.
   *
   * @throws IOException when one of them is malformed: the rest does not count then
   */
  List<SshfpRecord> sshfp() throws IOException {
    String owner = canonicalName();
    List<SshfpRecord> records = new ArrayList<>();
    for (DnsRawRecord record : of(owner, DnsRecordType.SSHFP)) {
      try {
        records.add(SshfpRecord.read(ByteBufUtil.getBytes(record.content())));
      } catch (MalformedException e) {
        throw new IOException(e.getMessage(), e);
      }
    }
    return records;
  }

  private String canonicalName() throws IOException {
    String owner = name.endsWith(".") ? name : name + ".";
    for (int i = 0; i < MOST_ALIASES; i++) {
      List<DnsRawRecord> aliases = of(owner, DnsRecordType.CNAME);
      if (aliases.isEmpty()) {
        return owner;
      }
      owner = DefaultDnsRecordDecoder.decodeName(aliases.getFirst().content().duplicate());
    }
    throw new IOException("the answer leads from name to name without an end");
  }

  private List<DnsRawRecord> of(String owner, DnsRecordType type) {
    List<DnsRawRecord> records = new ArrayList<>();
    for (DnsRecord record : answer) {
      if (record instanceof DnsRawRecord raw
          && raw.type().equals(type)
          && raw.dnsClass() == DnsRecord.CLASS_IN
          && raw.name().equalsIgnoreCase(owner)) {
        records.add(raw);
      }
    }
    return records;
  }
}
