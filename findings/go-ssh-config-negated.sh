#!/bin/sh
# Go's github.com/kevinburke/ssh_config 1.0, as Debian has it: a negated pattern of a Host line (ssh_config(5), PATTERNS) is read as
# one, and written back without its `!`, which turns it round. `Host *.example.org !old.example.org` comes back as
# `Host *.example.org old.example.org`, and the block holds for old.example.org too.
. "$(dirname "$0")/common.sh"
debian 'golang-github-kevinburke-ssh-config-dev=1.0-*' 'golang-1.19-go=1.19.8-*' 'golang-1.19-src=1.19.8-*' 'openssh-client=1:9.2p1-*'
printf '%s\n' 'Host *.example.org !old.example.org' '  User someone' >before
cat >again.go <<'EOG'
package main

import (
	"fmt"
	"os"

	"github.com/kevinburke/ssh_config"
)

func main() {
	config, err := ssh_config.Decode(os.Stdin)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	user, _ := config.Get("old.example.org", "User")
	fmt.Fprintf(os.Stderr, "as read, old.example.org: user '%s'\n", user)
	fmt.Print(config)
}
EOG
export GOROOT="$folder/debian/usr/lib/go-1.19" GOPATH="$folder/debian/usr/share/gocode" GOCACHE="$folder/cache" GOENV=off \
  GO111MODULE=off GOFLAGS='' GOTOOLCHAIN=local CGO_ENABLED=0
"$GOROOT/bin/go" build -o again again.go || exit 2
./again <before >after 2>seen || exit 2
for file in before after; do
  echo "$file: $(head -n 1 $file), old.example.org: user $(
    ssh -T -F $file -G old.example.org | grep -qx 'user someone' && echo "'someone'" || echo "''"
  )"
done >>seen
verdict "as read, old.example.org: user ''
before: Host *.example.org !old.example.org, old.example.org: user ''
after: Host *.example.org old.example.org, old.example.org: user 'someone'" "$(cat seen)"
