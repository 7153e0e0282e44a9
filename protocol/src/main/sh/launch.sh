# Sourced by the launchers in bin/ of the modules: finds a Java, builds what is missing in a clone,
# and leaves in JAVA and CLASSPATH_OF what it takes to run.
#
# launch_prepare FOLDER MODULE
#   FOLDER  the module's folder in a clone, the distribution's in one that was unpacked
#   MODULE  its name

launch_needs=25

launch_fail() {
  printf '%s\n' "$1" >&2
  exit 255
}

# whether the Java in folder $1 is new enough, by its release file: that costs no process
launch_fits() {
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
  while IFS== read -r launch_key launch_value; do
    if [ "$launch_key" = JAVA_VERSION ]; then
      launch_value=${launch_value#\"}
      launch_value=${launch_value%%[!0-9]*}
      [ "${launch_value:-0}" -ge "$launch_needs" ] && JAVA=$1/bin/java && return 0
      return 1
    fi
  done <"$1/release"
  return 1
}

# the folder of the Java in PATH, links resolved
launch_in_path() {
  launch_file=$(command -v java) || return 1
  while [ -h "$launch_file" ]; do
    launch_link=$(readlink "$launch_file")
    case $launch_link in
      /*) launch_file=$launch_link ;;
      *) launch_file=${launch_file%/*}/$launch_link ;;
    esac
  done
  launch_fits "${launch_file%/bin/java}"
}

launch_find_java() {
  [ -n "${JAVA_HOME:-}" ] && launch_fits "$JAVA_HOME" && return 0
  launch_in_path && return 0
  for launch_home in \
    /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/openjdk* /opt/java/* /opt/*jdk* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.local/share/mise/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    launch_fits "$launch_home" && return 0
  done
  launch_fail "ssh-lite needs Java $launch_needs or newer: install a JDK $launch_needs \
(adoptium.net, or your system's openjdk-$launch_needs package), or set JAVA_HOME to one"
}

# whether the module has to be built: never was, or sources changed since, of any module; the stamp
# stands for a build that found nothing new to put into the jar
launch_is_stale() {
  for launch_jar in "$1"/target/"$2"-*.jar; do
    [ -e "$launch_jar" ] && [ -d "$1/target/lib" ] || return 0
    launch_stamp=$1/target/launch.stamp
    [ -e "$launch_stamp" ] || launch_stamp=$launch_jar
    [ -n "$(find "$1"/../*/src/main "$1"/../*/pom.xml "$1"/../pom.xml -type f \
      -newer "$launch_jar" -newer "$launch_stamp" 2>/dev/null | head -n 1)" ]
    return
  done
}

launch_build() {
  command -v mvn >/dev/null ||
    launch_fail "ssh-lite is not built yet, and that needs Maven: install the package maven"
  echo "building $2 …" >&2
  mkdir -p "$1/target" && : >"$1/target/launch.new" &&
    (cd "$1/.." && mvn -q -B -Dstyle.color=never -Dmaven.test.skip=true -Dexec.skip=true \
      -pl "$2" -am package) >&2 &&
    mv "$1/target/launch.new" "$1/target/launch.stamp" ||
    launch_fail "the build of $2 failed"
}

# A stream that is closed would be the next file that Java opens: its bytes would be taken for input,
# or written over. "command" keeps the shell alive where the copy fails.
launch_open_streams() {
  { command : 3<&0; } 2>/dev/null || exec </dev/null
  { command : 3>&1; } 2>/dev/null || exec >/dev/null
  { command : 3>&2; } 2>/dev/null || exec 2>/dev/null
}

launch_prepare() {
  launch_open_streams
  launch_find_java
  CLASSPATH_OF=
  if [ -f "$1/pom.xml" ]; then
    launch_is_stale "$1" "$2" && launch_build "$1" "$2"
    set -- "$1"/target/"$2"-*.jar "$1"/target/lib/*.jar
  else
    set -- "$1"/lib/*.jar
  fi
  for launch_jar; do
    CLASSPATH_OF=${CLASSPATH_OF:+$CLASSPATH_OF:}$launch_jar
  done
}
