#!/bin/sh
# python-xlib 0.33 and Perl's X11::Auth 0.56, which read cookies for X11 from an authority file as libXau does: both find no entry of the family
# Wild (65535), which holds for each host, as people make them to carry a file into a container, and X11::Auth none whose number of a display is
# empty, which holds for each display. libXau, by which the other X clients go, and xauth too, finds all three.
. "$(dirname "$0")/common.sh"
debian 'libxau6=1:1.0.9-*' 'python3-xlib=0.33-*' 'python3-six=1.16.0-*' 'libx11-protocol-perl=0.56-*'
PERL5LIB=$folder/debian/usr/share/perl5
export PERL5LIB
cat >cookies.py <<'EOP'
import ctypes
import os
import struct
import subprocess

from Xlib import error, xauth

libxau = ctypes.CDLL("libXau.so.6")
libxau.XauGetBestAuthByAddr.restype = ctypes.c_void_p
NAME = b"MIT-MAGIC-COOKIE-1"
for what, family, address, number in (
    ("host and display", 256, b"host", b"10"),
    ("any display", 256, b"host", b""),
    ("any host", 65535, b"host", b"10"),
):
    with open("authority", "wb") as file:
        fields = address, number, NAME, bytes(16)
        file.write(struct.pack(">H", family) + b"".join(struct.pack(">H", len(field)) + field for field in fields))
    os.environ["XAUTHORITY"] = "authority"
    own = libxau.XauGetBestAuthByAddr(
        256, 4, b"host", 2, b"10", 1, ctypes.byref(ctypes.c_char_p(NAME)), ctypes.byref(ctypes.c_int(len(NAME)))
    )
    try:
        python = bool(xauth.Xauthority("authority").get_best_auth(256, b"host", 10))
    except error.XNoAuthError:
        python = False
    script = 'use X11::Auth; print scalar(my @found = X11::Auth->new("authority")->get_by_host("host", "Local", 10)) ? "True" : "False"'
    perl = subprocess.run(["perl", "-e", script], stdout=subprocess.PIPE, check=True).stdout.decode()
    print(f"{what}: libXau {bool(own)}, python-xlib {python}, X11::Auth {perl}")
EOP
/usr/bin/python3 cookies.py >seen || exit 2
verdict 'host and display: libXau True, python-xlib True, X11::Auth True
any display: libXau True, python-xlib True, X11::Auth False
any host: libXau True, python-xlib False, X11::Auth False' "$(cat seen)"
