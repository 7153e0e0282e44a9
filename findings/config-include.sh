#!/bin/sh
# libssh 0.10.6 and asyncssh 2.10.1: what stands behind an `Include` in an ssh_config holds only where the last Host or Match of the included file
# does. With `Include config.d/*` at the top, files that each have a host of their own, the lines for all hosts below it are passed over for all
# but one. ssh is behind an Include where it was before it, at the top as within a Host.
. "$(dirname "$0")/common.sh"
debian 'libssh-4=0.10.6-*' 'python3-asyncssh=2.10.1-*' 'openssh-client=1:9.2p1-*'
cat >config.py <<'EOP'
import ctypes
import sys

import asyncssh.config

path, host = sys.argv[1:]
libssh = ctypes.CDLL("libssh.so.4")
libssh.ssh_new.restype = ctypes.c_void_p
session = ctypes.c_void_p(libssh.ssh_new())
libssh.ssh_options_set(session, 0, host.encode())
if libssh.ssh_options_parse_config(session, path.encode()) != 0:
    sys.exit("not parsed")
port = ctypes.c_uint()
libssh.ssh_options_get_port(session, ctypes.byref(port))
own = asyncssh.config.SSHClientConfig.load(None, path, False, "someone", (), host, ())
print(f"libssh {port.value}, asyncssh {own.get('Port', 22)}")
EOP
ports() {
  echo "$1: ssh $(ssh -T -F "$folder/config" -G "$2" | sed -n 's/^port //p'), $(
    /usr/bin/python3 -W ignore config.py "$folder/config" "$2"
  )"
}
{
  printf '%s\n' "Include $folder/included" 'Port 2022' >config
  echo 'User someone' >included
  ports 'no Host in the included file, two' two
  printf '%s\n' 'Host one' '  User someone' >included
  ports 'Host one in it, one' one
  ports 'Host one in it, two' two
  printf '%s\n' 'Host two' "  Include $folder/included" '  Port 2022' >config
  ports 'the same within a Host two, two' two
} >seen
verdict 'no Host in the included file, two: ssh 2022, libssh 2022, asyncssh 2022
Host one in it, one: ssh 2022, libssh 2022, asyncssh 2022
Host one in it, two: ssh 2022, libssh 22, asyncssh 22
the same within a Host two, two: ssh 2022, libssh 22, asyncssh 22' "$(cat seen)"
