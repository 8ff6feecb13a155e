# Runs on the host that is looked at, read by its /bin/sh from standard input; needs POSIX sh, and stat, find, head and cat as
# GNU coreutils or busybox have them. Every answer is framed: lines that start with the random word in $N are ours, the rest is content.
LC_ALL=C; TZ=UTC; PATH="/usr/sbin:/usr/bin:/sbin:/bin:$PATH"
export LC_ALL TZ PATH
unalias -a 2>/dev/null

# What the host can do: user id, whether stat and find print NUL-terminated records.
hf_hello() {
  g=busybox
  stat --printf '' / 2>/dev/null && find / -maxdepth 0 -printf '' 2>/dev/null && g=gnu
  stat -c %f / >/dev/null 2>&1 || g=none
  printf '%s hello %s %s\n' "$N" "$(id -u)" "$g"
}

# Looks at files, without following a link in the last place (-) or with it (-L). The records, then what stat complained of.
hf_stat() {
  link=$1; shift
  [ "$link" = - ] && link=
  if [ "$G" = gnu ]; then
    printf '%s stream\n' "$N"
    { complaints=$(stat $link --printf '%f %s %b %u %g %.3Y %i %d %h %n\0' -- "$@" 2>&1 1>&3); } 3>&1
  else
    printf '%s stream\n' "$N"
    { complaints=$(stat $link -c '%f %s %b %u %g %Y %i %d %h %n' -- "$@" 2>&1 1>&3); } 3>&1
  fi
  printf '\n%s end 0\n' "$N"
  printf '%s stream\n%s\n%s end 0\n' "$N" "$complaints" "$N"
}

# The targets of links, one frame each.
hf_links() {
  for f; do
    printf '%s stream\n' "$N"
    readlink -- "$f" 2>/dev/null
    printf '\n%s end %s\n' "$N" "$?"
  done
}

# Exactly $1 bytes: the contents of the files one after another, filled up with zeros where one shrank. Then the status of cat.
hf_batch() {
  total=$1; shift
  printf '%s bytes %s\n' "$N" "$total"
  { status=$({ { cat -- "$@" 2>/dev/null; echo $? >&4; cat /dev/zero 2>/dev/null; } | head -c "$total" >&3; } 4>&1); } 3>&1
  printf '%s end %s\n' "$N" "$status"
}

# One file until its end, or $1 bytes: for files whose size says nothing.
hf_file() {
  printf '%s stream\n' "$N"
  head -c "$1" -- "$2" 2>/dev/null
  printf '\n%s end %s\n' "$N" "$?"
}

# $2 bytes of a file from byte $1 (from 1) on.
hf_piece() {
  printf '%s stream\n' "$N"
  tail -c "+$1" -- "$3" 2>/dev/null | head -c "$2"
  printf '\n%s end 0\n' "$N"
}

# The kernel's view of all processes. grep names the file before each line, so that no process can speak for another one.
hf_processes() {
  printf '%s stream\n' "$N"
  cat /proc/stat
  printf '\n%s end 0\n%s stream\n' "$N" "$N"
  grep -aH '' /proc/[0-9]*/stat /proc/[0-9]*/status /proc/[0-9]*/cgroup /proc/[0-9]*/loginuid 2>/dev/null
  printf '\n%s end 0\n' "$N"
  for d in /proc/[0-9]*; do
    printf '%s process %s\n%s stream\n' "$N" "${d#/proc/}" "$N"
    head -c 1048576 "$d/cmdline" 2>/dev/null
    printf '\n%s end 0\n%s stream\n' "$N" "$N"
    readlink "$d/exe" 2>/dev/null
    printf '\n%s end %s\n' "$N" "$?"
  done
  printf '%s done\n' "$N"
}

# Sockets, and which process holds which: only find of GNU prints links without a fork for each.
hf_sockets() {
  for t in tcp tcp6 udp udp6; do
    printf '%s stream\n' "$N"
    cat "/proc/net/$t" 2>/dev/null
    printf '\n%s end 0\n' "$N"
  done
  printf '%s stream\n' "$N"
  [ "$G" = gnu ] && find /proc/[0-9]*/fd -maxdepth 1 -lname 'socket:*' -printf '%h %l\0' 2>/dev/null
  printf '\n%s end 0\n' "$N"
}
