# Sourced by the benchmarks, with root set: builds the tree where something has changed, for a build
# takes longer than some of them. Leaves JAVA and TEST_CLASSPATH.

. "$root/program/src/main/sh/launch.sh"
launch_find_java
stamp=$root/tests/target/benchmark.stamp
if [ ! -e "$stamp" ] ||
  [ -n "$(find "$root/pom.xml" "$root"/*/pom.xml "$root"/*/src -newer "$stamp" | head -n 1)" ]; then
  echo "building ..." >&2
  mkdir -p "$root/tests/target"
  : >"$stamp.new"
  (cd "$root" && mvn -q -B -Dstyle.color=never -DskipTests -Dexec.skip=true \
    -Dmdep.outputFile=target/test.classpath -pl tests -am package dependency:build-classpath) >&2
  mv "$stamp.new" "$stamp"
fi
TEST_CLASSPATH="$root/tests/target/test-classes:$(cat "$root/tests/target/test.classpath")"

# For benchmarks of whole programs: has the ahead-of-time caches made, and waits for that, which would
# be measured as well. Those that tests had made are trained for programs that move little.
build_caches() {
  if [ -e "$root/ssh-lite-client/target/ssh-lite-client.aot.trained" ]; then
    rm -f "$root/ssh-lite-client/target/ssh-lite-client.aot.of"
  fi
  unset TRAIN_BYTES SSH_LITE_BUILT
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
}
