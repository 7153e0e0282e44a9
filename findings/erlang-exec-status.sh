#!/bin/sh
# Erlang/OTP 25 (Debian 12): a daemon with {exec, {direct, Fun}} can tell a client two exit statuses only: 0 for {ok, Text}, and
# 255 for {error, Reason} and whatever else. A function has no way to say 1, 2 or 42, which grep, diff and test mean something by.
. "$(dirname "$0")/common.sh"
debian_erlang 'openssh-client=1:9.2p1-*'
keys
start_erlang ", {exec, {direct,
  fun(\"ok\") -> {ok, \"text\"};
     (\"ok status\") -> {ok, 42};
     (\"error status\") -> {error, 42};
     (\"status\") -> {exit_status, 42};
     (\"exit\") -> exit(42) end}}"
seen=
for command in ok 'ok status' 'error status' status exit; do
  run_ssh -l user 127.0.0.1 "$command" </dev/null >output 2>&1
  status=$?
  echo "$command: status $status, $(tr '\n' ' ' <output)"
  seen="$seen $status"
done
verdict ' 0 0 255 255 255' "$seen"
