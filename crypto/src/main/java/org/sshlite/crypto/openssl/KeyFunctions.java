package org.sshlite.crypto.openssl;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * What a key agreement takes of OpenSSL 3's libcrypto, EVP_PKEY_fromdata(3), EVP_PKEY_derive(3).
 */
final class KeyFunctions {
  static final MethodHandle CTX_FROM_NAME =
      Library.lookingMaker("EVP_PKEY_CTX_new_from_name", ADDRESS, ADDRESS, ADDRESS);
  static final MethodHandle CTX_FROM_KEY =
      Library.lookingMaker("EVP_PKEY_CTX_new_from_pkey", ADDRESS, ADDRESS, ADDRESS);
  static final MethodHandle CTX_FREE = Library.eraser("EVP_PKEY_CTX_free", ADDRESS);
  static final MethodHandle KEY_FREE = Library.eraser("EVP_PKEY_free", ADDRESS);
  static final MethodHandle FROMDATA_INIT = Library.function("EVP_PKEY_fromdata_init", ADDRESS);
  static final MethodHandle FROMDATA =
      Library.function("EVP_PKEY_fromdata", ADDRESS, ADDRESS, JAVA_INT, ADDRESS);
  static final MethodHandle DERIVE_INIT = Library.function("EVP_PKEY_derive_init", ADDRESS);
  static final MethodHandle DERIVE_SET_PEER =
      Library.function("EVP_PKEY_derive_set_peer_ex", ADDRESS, ADDRESS, JAVA_INT);
  static final MethodHandle DERIVE = Library.function("EVP_PKEY_derive", ADDRESS, ADDRESS, ADDRESS);
  static final MethodHandle CLEAR_ERRORS = Library.eraser("ERR_clear_error");

  static final MemorySegment X25519 = Arena.global().allocateFrom("X25519");
  static final MemorySegment PRIVATE = Arena.global().allocateFrom("priv");
  static final MemorySegment PUBLIC = Arena.global().allocateFrom("pub");

  static {
    // the first one reads the library's configuration: not in a critical call
    Library.fetched("EVP_KEYMGMT_fetch", "X25519");
    Library.fetched("EVP_KEYEXCH_fetch", "X25519");
  }

  private KeyFunctions() {}
}
