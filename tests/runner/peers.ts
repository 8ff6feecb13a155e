import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** Programs that tests talk to, and the Debian package that brings each. */
const peers: Readonly<Record<string, string>> = {
  '/usr/bin/chromium': 'chromium',
  '/usr/sbin/sshd': 'openssh-server',
  '/usr/bin/ssh': 'openssh-client',
  '/usr/lib/postgresql/15/bin/postgres': 'postgresql-15',
  '/usr/bin/rpm': 'rpm',
  '/usr/bin/dnf': 'dnf',
  '/usr/bin/createrepo_c': 'createrepo-c',
  '/usr/bin/db5.3_load': 'db5.3-util',
  '/usr/bin/vercmp': 'makepkg',
  '/usr/bin/mvn': 'maven',
  '/usr/lib/python3/dist-packages/packaging': 'python3-packaging',
  '/usr/bin/go': 'golang-go',
  '/usr/lib/python3/dist-packages/apt': 'python3-apt',
  '/usr/bin/lz4': 'lz4',
  '/usr/bin/xz': 'xz-utils',
  '/usr/bin/gpg': 'gnupg',
  '/usr/bin/gpgv': 'gpgv',
  '/usr/bin/sudo': 'sudo',
  '/usr/bin/curl': 'curl',
  '/usr/bin/ss': 'iproute2',
  '/usr/bin/ps': 'procps',
  '/usr/bin/systemctl': 'systemd',
  '/usr/bin/tinyproxy': 'tinyproxy-bin',
}

/** Installs what is missing where that can be done (root on Debian); otherwise says in one line what to install. */
export function preparePeers(): void {
  const missing = Object.entries(peers)
    .filter(([program]) => !existsSync(program))
    .map(([, name]) => name)
  if (missing.length === 0) return
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    process.stdout.write(`Some tests will be skipped. To run them: apt-get install ${missing.join(' ')}\n`)
    return
  }
  process.stdout.write(`Installing what tests talk to: ${missing.join(' ')} …\n`)
  const apt = (...argv: string[]) =>
    spawnSync('apt-get', argv, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  apt('update', '-qq')
  // A server that a package starts by itself would hold ports; its own start is turned off while installing.
  const result = apt(
    'install',
    '-y',
    '-qq',
    '--no-install-recommends',
    '-o',
    'Dpkg::Options::=--force-confold',
    ...missing,
  )
  if (result.status !== 0)
    process.stdout.write(`apt-get could not install all of: ${missing.join(' ')}; tests that need them are skipped.\n`)
}
