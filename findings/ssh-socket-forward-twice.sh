#!/bin/sh
# OpenSSH's client 9.2: `ssh -G` prints a local forward to a socket twice, as the localforward that it is and as a dynamicforward,
# which would be a SOCKS proxy on that port. Whoever reads the list, or makes a file of it, gets a forward that was never asked
# for. A forward to a host, and a remote one to a socket, are printed once.
. "$(dirname "$0")/common.sh"
debian 'openssh-client=1:9.2p1-*'
for option in '-L 8080:/run/app.sock' '-L 8080:app:80' '-R 8080:/run/app.sock'; do
  # shellcheck disable=SC2086
  echo "$option: $(ssh -F none -T -G $option host | grep -E '^(local|remote|dynamic)forward ' | tr '\n' ';')" | tee -a seen
done
verdict '-L 8080:/run/app.sock: dynamicforward 8080;localforward 8080 /run/app.sock;
-L 8080:app:80: localforward 8080 [app]:80;
-R 8080:/run/app.sock: remoteforward 8080 /run/app.sock;' "$(cat seen)"
