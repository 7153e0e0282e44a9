# Makes the ahead-of-time caches of ssh-lite and sshd-lite: a login over loopback, by key and with the
# host key verified, for the JVM to see what a start loads, links and calls. See docs/performance.md, "How it
# starts fast". Says nothing; the status tells whether both caches were made.
#
# usage: train.sh JAVA CLIENT_CLASSPATH CLIENT_CACHE SERVER_CLASSPATH SERVER_CACHE
# Beside the client's comes a small one, of what needs no connection of its own: .light.aot for .aot.
# Each cache is moved into its place whole, then the file beside it that says what it was made of.
set -eu
umask 077

java=$1
client_classpath=$2
client_cache=$3
server_classpath=$4
server_cache=$5
# as launch.sh starts them, but for what it tells the compilers; TRAIN_RUNTIME, TRAIN_CLIENT_JARS and
# TRAIN_SERVER_JARS say what it looks at to see whether a cache is still good; TRAIN_TOOLS_CLASSPATH has
# ssh-lite-keygen; TRAIN_BYTES is how much goes each way, less for programs that are to move little: a file
# that ends in .trained tells it to who measures
flags=$TRAIN_FLAGS

# an agent has no part in it, though it is looked for
unset SSH_AUTH_SOCK

work=$(mktemp -d "${client_cache%/*}/training.XXXXXX")
server=
# a socket's path has little room
short=$(mktemp -d)
clean_up() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || :
  rm -rf "$work" "$short"
}
trap clean_up EXIT
trap 'exit 1' INT TERM

# as it was before all this: a jar that changes meanwhile does not fit
printf '%s\n' "$TRAIN_RUNTIME" "$java" "$TRAIN_CLIENT_JARS" >"$work/client.aot.of"
printf '%s\n' "$TRAIN_RUNTIME" "$java" "$TRAIN_SERVER_JARS" >"$work/server.aot.of"

for key in host_key user_key; do
  "$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$TRAIN_TOOLS_CLASSPATH" \
    org.sshlite.tools.keygen.Main -q -t ed25519 -N '' -C training -f "$work/$key"
done

# the level keeps bash from taking this for somebody's login, and from reading their .bashrc
cat >"$work/sshd_config" <<CONFIG
Port 0
ListenAddress 127.0.0.1
HostKey "$work/host_key"
AuthorizedKeysFile "$work/user_key.pub"
StrictModes no
PasswordAuthentication no
PermitRootLogin prohibit-password
PidFile none
SetEnv SHLVL=9
CONFIG
"$java" $flags "-XX:AOTCacheOutput=$work/server.aot" -cp "$server_classpath" \
  org.sshlite.sshd.main.Main -D -f "$work/sshd_config" -E "$work/log" &
server=$!

# a machine that does other things may take long to start it
tries=1800
port=
while [ -z "$port" ]; do
  kill -0 "$server"
  [ "$((tries -= 1))" -gt 0 ]
  sleep 0.1
  [ -r "$work/log" ] || continue
  port=$(sed -n 's/.*Server listening on .* port \([0-9][0-9]*\)\..*/\1/p' "$work/log")
done
printf '[127.0.0.1]:%s %s\n' "$port" "$(cat "$work/host_key.pub")" >"$work/known_hosts"

train_bytes=${TRAIN_BYTES:-100000000}

# train_client MAIN [ARGUMENT...]: the arguments come first
train_client() {
  "$java" $flags $train_flags ${train_cache:+"-XX:AOTCacheOutput=$train_cache"} \
    -cp "$client_classpath" "org.sshlite.client.main.$@" \
    -F none -p "$port" -l "$(id -un)" -i "$work/user_key" -o IdentitiesOnly=yes \
    -o BatchMode=yes -o StrictHostKeyChecking=yes \
    -o UserKnownHostsFile="$work/known_hosts" -o GlobalKnownHostsFile=none 127.0.0.1 \
    "$train_command"
}
train_cache=
train_flags=
train_command=true
train_client Main -tt </dev/null
train_client Main -M -N -S "$short/mux" </dev/null &
master=$!
while ! [ -S "$short/mux" ]; do
  kill -0 "$master"
  [ "$((tries -= 1))" -gt 0 ]
  sleep 0.1
done
train_cache=$work/light.aot
train_flags=-Dssh-lite.whole-cache=none
train_client Training "$short/mux" </dev/null
train_flags=
# data both ways: the profile that is kept lets the first packets of a start be compiled code
train_command="cat >/dev/null; head -c $train_bytes /dev/zero; exit 3"
train_cache=$work/client.aot
head -c "$train_bytes" /dev/zero | train_client Training "$short/mux" >/dev/null || [ $? -eq 3 ]
kill "$server"
wait "$server" || :
server=
# its connection is gone
wait "$master" || :

# install MADE CACHE
install() {
  [ -s "$1" ]
  rm -f "$2.of"
  mv -f "$1" "$2"
  mv -f "$1.of" "$2.of"
}
rm -f "$client_cache.trained"
[ -z "${TRAIN_BYTES:-}" ] || printf '%s\n' "$train_bytes" >"$client_cache.trained"
light=${client_cache%.aot}.light.aot
# without its note it is not used either
rm -f "$client_cache.of"
[ -s "$work/light.aot" ]
mv -f "$work/light.aot" "$light"
install "$work/client.aot" "$client_cache"
install "$work/server.aot" "$server_cache"
