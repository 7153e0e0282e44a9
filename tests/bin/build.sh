# Sourced by the benchmarks of whole programs, with root set: builds the tree, and waits for the
# ahead-of-time caches, whose making would be measured as well. Leaves JAVA and TEST_CLASSPATH.

. "$root/protocol/src/main/sh/launch.sh"
launch_find_java
echo "building ..." >&2
(cd "$root" && mvn -q -B -Dstyle.color=never -DskipTests -Dexec.skip=true \
  -Dmdep.outputFile=target/test.classpath -pl tests -am package dependency:build-classpath) >&2
TEST_CLASSPATH="$root/tests/target/test-classes:$(cat "$root/tests/target/test.classpath")"

export SSH_LITE="$root/ssh-lite-client/bin/ssh-lite"
export SSHD_LITE="$root/sshd-lite/bin/sshd-lite"
"$SSH_LITE" -V 2>/dev/null
tries=300
# the lock is made a moment after the start, and stays after a failure
sleep 1
while [ -d "$root/ssh-lite-client/target/training.lock" ]; do
  [ "$((tries -= 1))" -gt 0 ] || launch_fail "the ahead-of-time caches could not be made: \
remove $root/ssh-lite-client/target/training.lock and try again"
  sleep 1
done
