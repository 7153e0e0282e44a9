# Sourced by the launchers in bin/ of the modules: finds a Java, builds what is missing in a clone,
# and leaves in JAVA, CLASSPATH_OF and AOT_CACHE what it takes to run; AOT_CACHE is empty without one.
# A process started here costs a millisecond or more of every start: those on the way are counted.
#
# launch_prepare FOLDER MODULE [CACHE_MODULE]
#   FOLDER        the module's folder in a clone, the distribution's in one that was unpacked
#   MODULE        its name
#   CACHE_MODULE  whose ahead-of-time cache it uses, ssh-lite-client's or sshd-lite's; none without. In
#                 a clone it has that one's class path, and its own jar behind, if it is another: a
#                 cache is good for each class path that begins with the one it was made of

launch_needs=25

# What the JVM is told of a program; a cache is good only for the flags it was made with, but for
# those of the compilers. Serial: the least threads and memory. The class path starts faster than the
# module path, and takes less memory. What the JVM says itself, as the threads at a SIGQUIT, goes to
# standard error: standard output is the session's. Netty's events for the flight recorder cost 10 ms.
# Without sun.misc.Unsafe Netty asks libc for its buffers, by code that is made at every start: 60 ms.
# Its search for lost buffers keeps the stack of each 128th: 1 % and more of what a transfer takes. Tests have it.
launch_flags='-XX:+UseSerialGC -XX:-UsePerfData -Xlog:disable -Xlog:all=error:stderr'
launch_flags="$launch_flags -XX:+DisplayVMOutputToStderr"
launch_flags="$launch_flags -Dio.netty.jfr.enabled=false -Dio.netty.noUnsafe=false"
launch_flags="$launch_flags -Dio.netty.leakDetection.level=disabled"
launch_flags="$launch_flags -Dsun.misc.unsafe.memory.access=allow"
launch_flags="$launch_flags --enable-native-access=ALL-UNNAMED"

# launch_compile SCALE SCALE_OF_GCM
# leaves in launch_compiled what the compilers are told. What encrypts is compiled after few calls, 1 in
# 20 of the usual and GCM's, a packet each, 1 in 50: until then it is a hundred times slower, and a
# transfer waits for it. Arithmetic of long numbers, which Poly1305 takes once a packet, is not compiled
# into its callers: that kept the compiler for a second. A Java without such a method does not mind.
launch_compile() {
  launch_compiled=-XX:CompileCommand=quiet
  launch_compiled="$launch_compiled -XX:CompileCommand=dontinline,java.math.MutableBigInteger::*"
  launch_scale=-XX:CompileCommand=CompileThresholdScaling,com.sun.crypto.provider
  launch_compiled="$launch_compiled $launch_scale.GaloisCounterMode::implGCMCrypt,$2"
  for launch_class in GHASH CounterMode AESCrypt AES_Crypt; do
    launch_compiled="$launch_compiled $launch_scale.$launch_class::*,$1"
  done
}
# A server's objects die young, and 32 MB of them are enough at once, where it would take a third of
# its heap. What outlives them by chance is collected when it fills the rest: 32 MB at first, which
# grow with what is in use, where it would take a 64th of the machine's memory before it looks. Every
# ten seconds it gives back what the compilers have freed: 25 MB and more.
launch_compile 0.05 0.02
launch_server_flags="$launch_flags $launch_compiled -Xms64m -Xmn32m"
launch_server_flags="$launch_server_flags -XX:TrimNativeHeapInterval=10000"
# A client is gone before other compiled code has paid for itself: six times the calls. More saves
# little, and a transfer of minutes needs it. Both scales count.
launch_compile 0.01 0.003
launch_client_compiled="$launch_compiled -XX:CompileThresholdScaling=6"
launch_client_flags="$launch_flags $launch_client_compiled"

launch_fail() {
  printf '%s\n' "$1" >&2
  exit 255
}

# whether the Java in folder $1 is new enough, by its release file: that costs no process
launch_fits() {
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
  launch_runtime=
  while IFS== read -r launch_key launch_value; do
    if [ "$launch_key" = JAVA_VERSION ]; then
      launch_value=${launch_value#\"}
      launch_version=${launch_value%%[!0-9]*}
      [ "${launch_version:-0}" -ge "$launch_needs" ] && JAVA=$1/bin/java || return 1
      launch_runtime="$launch_runtime $launch_value"
      return 0
    fi
    # which build of it: a cache is good for no other
    [ "$launch_key" = JAVA_RUNTIME_VERSION ] && launch_runtime=$launch_value
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

# the jar of module $2 in folder $1, into launch_jar: there is one, or none of another release beside it
launch_one_jar() {
  launch_found=
  for launch_jar in "$1"/target/"$2"-*.jar; do
    case $launch_jar in
      *-sources.jar | *-javadoc.jar) continue ;;
    esac
    [ -e "$launch_jar" ] && [ -z "$launch_found" ] || return 1
    launch_found=$launch_jar
  done
  launch_jar=$launch_found
  [ -n "$launch_jar" ]
}

# whether the module has to be built: never was, or sources changed since, of any module; the stamp
# stands for a build that found nothing new to put into the jar. Module $3, if it is not this one, has
# the libraries
launch_is_stale() {
  launch_one_jar "$1" "$2" && [ -d "${1%/*}/${3:-$2}/target/lib" ] || return 0
  launch_stamp=$1/target/launch.stamp
  [ -e "$launch_stamp" ] || launch_stamp=$launch_jar
  [ -n "$(find "$1"/../*/src/main/java "$1"/../*/src/main/resources "$1"/../*/pom.xml \
    "$1"/../pom.xml -type f -newer "$launch_jar" -newer "$launch_stamp" 2>/dev/null | head -n 1)" ]
}

# removes the jars of our modules in clone $1 that are of another release: it would run, or half of it
launch_forget() {
  launch_release=$(sed -n '/<artifactId>ssh-lite-parent</{n;s:.*<version>\(.*\)</version>.*:\1:p;}' \
    "$1/pom.xml")
  for launch_jar in "$1"/*/target/*.jar "$1"/*/target/lib/*.jar; do
    launch_module=${launch_jar##*/}
    launch_module=${launch_module%%-[0-9]*}
    case $launch_jar in
      *-"$launch_release".jar) ;;
      *) [ ! -d "$1/$launch_module" ] || rm -f "$launch_jar" ;;
    esac
  done
}

# Builds module $2 in folder $1, unless another start has done so meanwhile: two that build at once write
# over what the other one reads. Where there is no flock(1), as on macOS, nobody waits.
launch_build() {
  command -v mvn >/dev/null ||
    launch_fail "ssh-lite is not built yet, and that needs Maven: install the package maven"
  mkdir -p "${1%/*}/target" || launch_fail "the build of $2 failed"
  (
    if command -v flock >/dev/null; then
      flock -n 9 || {
        echo "waiting for another build …" >&2
        flock 9
      }
      launch_is_stale "$1" "$2" "${3:-}" || exit 0
    fi
    launch_make "$1" "$2" 9>&-
  ) 9>"${1%/*}/target/launch.lock" || exit 255
}

# what a cache is trained with is always among what is built
launch_make() {
  echo "building $2 …" >&2
  launch_forget "${1%/*}"
  mkdir -p "$1/target" && : >"$1/target/launch.new" &&
    (cd "$1/.." && mvn -q -B -Dstyle.color=never -Dmaven.test.skip=true -Dexec.skip=true \
      -pl "$2,sshd-lite,ssh-lite-tools" -am package) >&2 &&
    mv "$1/target/launch.new" "$1/target/launch.stamp" ||
    launch_fail "the build of $2 failed"
  for launch_module in sshd-lite ssh-lite-client ssh-lite-tools; do
    touch -r "$1/target/launch.stamp" "${1%/*}/$launch_module/target/launch.stamp"
  done
}

# A stream that is closed would be the next file that Java opens: its bytes would be taken for input,
# or written over. "command" keeps the shell alive where the copy fails.
launch_open_streams() {
  { command : 3<&0; } 2>/dev/null || exec </dev/null
  { command : 3>&1; } 2>/dev/null || exec >/dev/null
  # with standard error redirected it would not be the one that is asked about
  command : 3>&2 || exec 2>/dev/null
}

# A JVM does not start in a folder that is gone, and a relative name means nothing there. Nor does it in the
# one that stands for it, in which nothing can be made either.
launch_leave_lost_folder() {
  [ . -ef "$PWD" ] 2>/dev/null || [ -n "$(pwd -P 2>/dev/null)" ] || cd /proc/self/fdinfo 2>/dev/null || :
}

# the class path of module $2 in folder $1, into CLASSPATH_OF
launch_classpath() {
  if [ -f "$1/pom.xml" ]; then
    launch_one_jar "$1" "$2" || :
    set -- "$launch_jar" "$1"/target/lib/*.jar
  else
    set -- "$1"/lib/*.jar
  fi
  CLASSPATH_OF=
  for launch_jar; do
    CLASSPATH_OF=${CLASSPATH_OF:+$CLASSPATH_OF:}$launch_jar
  done
}

# puts the jar of module $2 in folder $1 of a clone behind the class path, if it is not in it
launch_append() {
  launch_one_jar "$1" "$2" || return 0
  case :$CLASSPATH_OF: in
    *:"$launch_jar":*) ;;
    *) CLASSPATH_OF=$CLASSPATH_OF:$launch_jar ;;
  esac
}

# The folder of the caches, into launch_folder. A cache is code: it is used by nobody but its maker. In
# one's own clone it lies beside the jars, elsewhere in a folder of the user's own, one for each
# installation: two that shared a cache would make it anew in turn.
launch_cache_folder() {
  if [ -f "$1/pom.xml" ] && [ -O "$1/target" ] && [ -w "$1/target" ]; then
    launch_folder=$1/target
  else
    launch_folder=${XDG_CACHE_HOME:-${HOME:-}/.cache}/ssh-lite$1
  fi
}

# What tells the jars of class path $1 from any others, into launch_jars: name, size, time of the content
# and of the last change of either, which no archive and no reproducible build sets. A JVM does not look
# (JDK 25.0.0 to 25.0.3), or only at times. GNU's stat and busybox's, else BSD's: a process.
launch_describe() {
  launch_ifs=$IFS
  IFS=:
  set -f
  launch_jars=$(stat -L -c '%n %s %Y %Z' $1 2>/dev/null || stat -L -f '%N %z %m %c' $1 2>/dev/null)
  set +f
  IFS=$launch_ifs
  [ -n "$launch_jars" ]
}

# whether the cache $1 is there, is this user's own, and was made of the jars of class path $2 by this Java
launch_cache_fits() {
  [ -f "$1" ] && [ ! -h "$1" ] && [ -O "$1" ] && [ -r "$1.of" ] || return 1
  {
    IFS= read -r launch_value && [ "$launch_value" = "$launch_runtime" ] &&
      IFS= read -r launch_value && [ "$launch_value" = "$JAVA" ] || return 1
    launch_describe "$2" || return 1
    launch_made_of=
    while IFS= read -r launch_value; do
      launch_made_of=${launch_made_of:+$launch_made_of
}$launch_value
    done
  } <"$1.of"
  [ "$launch_made_of" = "$launch_jars" ]
}

# Removes the caches of installations that are gone: tens of megabytes each.
launch_sweep() {
  launch_caches=${XDG_CACHE_HOME:-${HOME:-}/.cache}/ssh-lite
  find "$launch_caches" -name '*.aot.of' 2>/dev/null | while IFS= read -r launch_note; do
    launch_place=${launch_note%/*}
    [ -d "${launch_place#"$launch_caches"}" ] || rm -f "$launch_note" "${launch_note%.of}" \
      "${launch_note%.aot.of}.light.aot"
  done
}

# Makes the caches of both modules; folder and module of one are given. Only one at a time does, and
# after a failure nobody for an hour: the lock stays. What it says goes nowhere.
launch_train() {
  if [ -f "$1/pom.xml" ]; then
    launch_client=${1%/*}/ssh-lite-client
    launch_server=${1%/*}/sshd-lite
    launch_tools=${1%/*}/ssh-lite-tools
    launch_script=${1%/*}/program/src/main/sh/train.sh
    # keys are made with it
    launch_one_jar "$launch_tools" ssh-lite-tools || return 1
  else
    launch_client=$1
    launch_server=$1
    launch_tools=$1
    launch_script=$1/lib/train.sh
  fi
  launch_cache_folder "$launch_client"
  launch_lock=$launch_folder/training.lock
  (umask 077 && mkdir -p "$launch_folder") && [ -O "$launch_folder" ] || return 1
  if ! mkdir "$launch_lock"; then
    [ -n "$(find "$launch_lock" -prune -mmin +60)" ] && rmdir "$launch_lock" && mkdir "$launch_lock" ||
      return 1
  fi
  # of one that was killed
  rm -rf "$launch_folder"/training.??????
  launch_sweep
  launch_classpath "$launch_client" ssh-lite-client
  launch_client_classpath=$CLASSPATH_OF
  launch_describe "$CLASSPATH_OF" || return 1
  launch_client_jars=$launch_jars
  launch_append "$launch_tools" ssh-lite-tools
  launch_tools_classpath=$CLASSPATH_OF
  launch_client=$launch_folder/ssh-lite-client.aot
  launch_classpath "$launch_server" sshd-lite
  launch_describe "$CLASSPATH_OF" || return 1
  launch_cache_folder "$launch_server"
  (umask 077 && mkdir -p "$launch_folder") && [ -O "$launch_folder" ] || return 1
  TRAIN_RUNTIME=$launch_runtime TRAIN_FLAGS=$launch_flags \
    TRAIN_CLIENT_JARS=$launch_client_jars TRAIN_SERVER_JARS=$launch_jars \
    TRAIN_TOOLS_CLASSPATH=$launch_tools_classpath \
    nice sh "$launch_script" "$JAVA" "$launch_client_classpath" "$launch_client" \
    "$CLASSPATH_OF" "$launch_folder/sshd-lite.aot" &&
    rmdir "$launch_lock"
}

# Uses the cache of module $3, or has one made for the next start: this one does not wait.
launch_cache() {
  AOT_CACHE=
  [ "$3" != none ] || return 0
  launch_cache_folder "$1"
  if launch_cache_fits "$launch_folder/$3.aot" "$CLASSPATH_OF"; then
    AOT_CACHE=$launch_folder/$3.aot
  else
    # twice: the program is not to have a child that it knows nothing of
    (
      (
        trap '' HUP INT QUIT
        launch_train "$1" "$2"
      ) </dev/null >/dev/null 2>&1 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&- &
    )
  fi
}

launch_prepare() {
  launch_open_streams
  launch_find_java
  # a cache is made for one spelling of the class path
  launch_home=$(CDPATH='' cd "$1" && pwd -P)
  launch_leave_lost_folder
  shift
  set -- "$launch_home" "$@"
  if [ -f "$1/pom.xml" ]; then
    # SSH_LITE_BUILT: of who starts a thousand and has just built them; to look costs 15 ms
    [ -n "${SSH_LITE_BUILT:-}" ] || ! launch_is_stale "$1" "$2" "${3:-}" ||
      launch_build "$1" "$2" "${3:-}"
    launch_home=${1%/*}/${3:-$2}
  fi
  # meant for another program, and the JVM would tell of it on the standard error of whoever calls this one
  [ "${3:-}" != ssh-lite-client ] || unset JAVA_TOOL_OPTIONS _JAVA_OPTIONS
  launch_classpath "$launch_home" "${3:-$2}"
  launch_cache "$launch_home" "${3:-$2}" "${3:-none}"
  launch_append "$1" "$2"
  # the flags have stars in them
  set -f
}
