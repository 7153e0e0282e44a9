#!/bin/sh
# JLine 4.5.0: TerminalBuilder.build() asks the terminal questions and reads their answers, and throws away what was typed before
# it returned; who typed the next answer while the program started types it again. With TERM=dumb it asks nothing, and
# nothing is lost.
. "$(dirname "$0")/common.sh"
find_java 25
maven_artifacts org.jline:jline-terminal:4.5.0 org.jline:jline-terminal-ffm:4.5.0
cat >Ahead.java <<'EOF'
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

class Ahead {
  public static void main(String[] arguments) throws Exception {
    System.out.println("started");
    // typed now
    Thread.sleep(1500);
    try (Terminal terminal = TerminalBuilder.builder().system(true).build()) {
      StringBuilder seen = new StringBuilder();
      for (int c = terminal.reader().read(3000); c >= 0 && c != '\n' && c != '\r'; ) {
        seen.append((char) c);
        c = terminal.reader().read(1000);
      }
      System.out.println("seen=[" + seen + "]");
    }
  }
}
EOF
mkdir classes
"$(dirname "$JAVA")/javac" -d classes Ahead.java || exit 2
cat >type.py <<'EOF'
import os
import pty
import sys
import time

pid, terminal = pty.fork()
if pid == 0:
    os.environ["TERM"] = sys.argv[1]
    classes = "classes:" + os.environ["CLASSPATH"]
    os.execv(sys.argv[2], [sys.argv[2], "--enable-native-access=ALL-UNNAMED", "-cp", classes, "Ahead"])
output = b""
typed = False
while True:
    try:
        block = os.read(terminal, 4096)
    except OSError:
        break
    output += block
    if not typed and b"started" in output:
        time.sleep(0.3)
        os.write(terminal, b"ahead\n")
        typed = True
print(output[output.find(b"seen=") :].split(b"\r")[0].decode())
EOF
for term in dumb xterm; do
  /usr/bin/python3 type.py $term "$JAVA" | sed "s/^/$term: /" | tee -a seen
done
verdict 'dumb: seen=[ahead] xterm: seen=[]' "$(tr '\n' ' ' <seen | sed 's/ $//')"
