# Completions of bash for ssh-lite's programs: options, files, algorithms, and the hosts that stand
# in the user's configuration and known_hosts. Hashed names are nobody's to guess. Sourced by bash.

_ssh_lite_hosts() {
  # what readline would put into a command line has to be a name, and nothing that a shell would run
  _ssh_lite_names | grep -E '^[A-Za-z0-9_.:%-]+$' | grep -v '^-'
}

_ssh_lite_names() {
  local config
  for config in ~/.ssh/config /etc/ssh/ssh_config; do
    # what a pattern would be is no host
    [ -r "$config" ] && sed -n 's/^[[:space:]]*[Hh][Oo][Ss][Tt][[:space:]=]\{1,\}//p' "$config" |
      tr -s '[:space:]' '\n' | grep -v '[*?!"]'
  done
  for config in ~/.ssh/known_hosts /etc/ssh/ssh_known_hosts; do
    # [name]:port is named without its port; lines of revoked keys name nobody to go to
    [ -r "$config" ] && sed -n '/^@revoked/d; /^#/d; /^|/d
      s/^@cert-authority[[:space:]]*//; s/[[:space:]].*//; p' "$config" |
      tr ',' '\n' | sed 's/^\[\(.*\)\]:[0-9]*$/\1/' | grep -v '[*?!]'
  done
}

# Candidates from words into COMPREPLY: what begins with $2, $1 in front of each. Not by compgen -W,
# which runs what it finds in backquotes.
_ssh_lite_choose() {
  local front=$1 word=$2 candidate
  shift 2
  COMPREPLY=()
  while IFS= read -r candidate; do
    [[ -n $candidate && $candidate == "$word"* ]] && COMPREPLY+=("$front$candidate")
  done < <(printf '%s\n' "$*" | tr -s '[:space:]' '\n' | sort -u)
  return 0
}

_ssh_lite_words() {
  _ssh_lite_choose '' "$@"
}

_ssh_lite_files() {
  mapfile -t COMPREPLY < <(compgen -f -- "$1")
  compopt -o filenames 2>/dev/null
}

_ssh_lite_destination() {
  local word=$1 user=
  case $word in
    *@*)
      user=${word%%@*}@
      word=${word#*@}
      ;;
  esac
  _ssh_lite_choose "$user" "$word" "$(_ssh_lite_hosts 2>/dev/null)"
}

# -x for each letter of a getopt-like table
_ssh_lite_flags() {
  local letters=${1//:/} flags= i
  for ((i = 0; i < ${#letters}; i++)); do
    flags+=" -${letters:i:1}"
  done
  echo "$flags"
}

_ssh_lite() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} table more
  COMPREPLY=()
  case ${1##*/} in
    ssh-lite)
      table=1246ACGKMNTVXYZafgknqstvxyB:D:E:F:I:J:L:O:P:Q:R:S:W:b:c:e:i:l:m:o:p:w:
      more='--explain --explain=json --help'
      ;;
    ssh-lite-scp)
      table=12346ABCTdfOpqRrstvD:F:J:M:P:S:c:i:l:o:X:
      more=--help
      ;;
    ssh-lite-sftp)
      table=1246AafhNpqrvCc:D:i:l:o:s:S:b:B:F:J:P:R:X:
      more=--help
      ;;
    ssh-lite-keyscan)
      table=cDHqv46O:p:T:t:f:
      more=--help
      ;;
    ssh-lite-keygen)
      table=ABHKLQUXceghiklopquvyC:D:E:F:I:M:N:O:P:R:V:Y:Z:a:b:f:m:n:r:s:t:w:z:
      more=--help
      ;;
    sshd-lite)
      table=46DGQTdeiqrtVC:E:b:c:f:g:h:k:o:p:u:
      more='--help passwd'
      ;;
    ssh-lite-mitm)
      _ssh_lite_mitm "$word" "$before"
      return
      ;;
  esac
  case ${1##*/}$before in
    ssh-lite-Q) _ssh_lite_words "$word" "$("$1" -Q help 2>/dev/null)" && return ;;
    ssh-lite-c | ssh-lite-scp-c | ssh-lite-sftp-c)
      _ssh_lite_words "$word" "$(ssh-lite -Q cipher 2>/dev/null)" && return
      ;;
    ssh-lite-m) _ssh_lite_words "$word" "$("$1" -Q mac 2>/dev/null)" && return ;;
    ssh-lite-J | ssh-lite-scp-J | ssh-lite-sftp-J) _ssh_lite_destination "$word" && return ;;
    ssh-lite-keygen-[FR]) _ssh_lite_words "$word" "$(_ssh_lite_hosts 2>/dev/null)" && return ;;
    ssh-lite-keygen-Y)
      _ssh_lite_words "$word" sign verify check-novalidate find-principals match-principals && return
      ;;
    ssh-lite-keygen-t) _ssh_lite_words "$word" ed25519 ecdsa rsa mldsa44-ed25519 && return ;;
  esac
  case $word in
    -*)
      _ssh_lite_words "$word" "$(_ssh_lite_flags "$table")" "$more"
      return
      ;;
  esac
  # the value of an option
  if [[ $before == -? && $table == *"${before#-}:"* ]]; then
    _ssh_lite_files "$word"
    return
  fi
  case ${1##*/} in
    ssh-lite | ssh-lite-sftp | ssh-lite-keyscan) _ssh_lite_destination "$word" ;;
    ssh-lite-scp)
      _ssh_lite_files "$word"
      local files=("${COMPREPLY[@]}")
      _ssh_lite_destination "$word"
      # a host's name ends with a colon, and its path follows
      COMPREPLY=("${files[@]}" "${COMPREPLY[@]/%/:}")
      compopt -o nospace 2>/dev/null
      ;;
    sshd-lite) _ssh_lite_words "$word" passwd ;;
    *) _ssh_lite_files "$word" ;;
  esac
}

_ssh_lite_mitm() {
  local word=$1 before=$2 server=()
  [[ ${COMP_WORDS[1]} == server || " ${COMP_WORDS[*]} " == *" --server "* ]] && server=(--server)
  case $before in
    --only | --skip | --attack)
      _ssh_lite_words "$word" "$("${COMP_WORDS[0]}" list "${server[@]}" 2>/dev/null | sed -n 's/^  \([^ ]*\) .*/\1/p')"
      return
      ;;
    --report-* | --known-hosts | --host-key | --identity | --password-file | *baseline)
      _ssh_lite_files "$word"
      return
      ;;
  esac
  if ((COMP_CWORD == 1)); then
    _ssh_lite_words "$word" list client server proxy watch help --help
    return
  fi
  case ${COMP_WORDS[1]} in
    list) _ssh_lite_words "$word" -v --verbose --server --only --skip ;;
    client)
      _ssh_lite_words "$word" --only --skip --kex --timeout --jobs --title --report-json \
        --report-junit --report-html --keep-secrets --baseline --write-baseline --
      ;;
    server)
      _ssh_lite_words "$word" --only --skip --timeout --jobs --title --report-json --report-junit \
        --report-html --baseline --write-baseline --user --identity --password-file --i-own-it --
      ;;
    proxy) _ssh_lite_words "$word" --target --listen --attack --host-key --keep-secrets --once ;;
    watch)
      case $word in
        -*)
          _ssh_lite_words "$word" --every --rounds --via --known-hosts --timeout --jobs --identity \
            --sshfp --all
          ;;
        *) _ssh_lite_files "$word" ;;
      esac
      ;;
  esac
}

complete -F _ssh_lite ssh-lite ssh-lite-scp ssh-lite-sftp ssh-lite-keygen ssh-lite-keyscan \
  ssh-lite-mitm sshd-lite
