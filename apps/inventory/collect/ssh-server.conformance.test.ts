import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fakeWorld } from '@holdfast/platform/world'
import { type SshServer, sshServerFact } from '../facts/index.ts'
import { collectRun } from './collected.fixture.ts'
import { sshServer } from './ssh-server.ts'

const program = '/usr/sbin/sshd'
const skip = existsSync(program) ? false : 'openssh-server is not installed'
const folder = mkdtempSync(join(tmpdir(), 'holdfast-sshd-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const configurations: readonly string[] = [
  '',
  'PermitRootLogin yes\nPermitRootLogin no\nPasswordAuthentication no\n',
  'port 2222\nPort = 2223\npermitrootlogin without-password\nX11Forwarding yes # comment\nLogLevel verbose\n',
  'LoginGraceTime 1m30s\nClientAliveInterval 2h\nMaxAuthTries 3\nChallengeResponseAuthentication no\nUsePAM yes\n',
  'AllowUsers ada bob@192.0.2.*\nAllowGroups "staff" wheel\nIgnoreRhosts shosts-only\nAllowTcpForwarding local\nGatewayPorts clientspecified\n',
  'PermitEmptyPasswords yes\nHostbasedAuthentication yes\nPubkeyAuthentication no\nPermitUserEnvironment yes\nStrictModes no\n',
  'Match User ada\n  PasswordAuthentication yes\nMatch all\n',
]

/** Fields of the fact by the name sshd -T prints. */
const printed: Readonly<Record<string, (server: SshServer) => string>> = {
  permitrootlogin: (server) => server.permitRootLogin.replace('prohibit-password', 'without-password'),
  passwordauthentication: (server) => server.passwordAuthentication,
  kbdinteractiveauthentication: (server) => server.keyboardInteractiveAuthentication,
  pubkeyauthentication: (server) => server.pubkeyAuthentication,
  permitemptypasswords: (server) => server.permitEmptyPasswords,
  hostbasedauthentication: (server) => server.hostbasedAuthentication,
  ignorerhosts: (server) => server.ignoreRhosts,
  permituserenvironment: (server) => server.permitUserEnvironment,
  strictmodes: (server) => server.strictModes,
  usepam: (server) => server.usePam,
  x11forwarding: (server) => server.x11Forwarding,
  allowtcpforwarding: (server) => server.allowTcpForwarding,
  gatewayports: (server) => server.gatewayPorts,
  loglevel: (server) => server.logLevel,
  maxauthtries: (server) => String(server.maxAuthTries),
  logingracetime: (server) => String(server.loginGraceSeconds),
  clientaliveinterval: (server) => String(server.clientAliveSeconds),
}

test('settings are those that sshd -T prints', { skip }, async () => {
  const key = join(folder, 'host_key')
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key])
  if (process.geteuid?.() === 0) mkdirSync('/run/sshd', { recursive: true })
  for (const configuration of configurations) {
    const path = join(folder, 'sshd_config')
    writeFileSync(path, configuration)
    const said = execFileSync(program, ['-T', '-f', path, '-h', key], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const values = Map.groupBy(
      said
        .trim()
        .split('\n')
        .map((line) => line.split(/ (.*)/s)),
      ([name]) => name ?? '',
    )
    const world = fakeWorld({ files: { [program]: '', '/etc/ssh/sshd_config': configuration } })
    const [server] = (await collectRun(sshServer, world)).items(sshServerFact, '/etc/ssh/sshd_config')
    assert.ok(server)
    for (const [name, value] of Object.entries(printed))
      assert.equal(value(server), values.get(name)?.[0]?.[1], `${name} in ${configuration}`)
    const list = (name: string) => (values.get(name) ?? []).map(([, value]) => value)
    assert.deepEqual(server.ports.map(String), list('port'))
    assert.deepEqual(
      server.allowUsers,
      list('allowusers').flatMap((value) => value?.split(' ') ?? []),
    )
    assert.deepEqual(
      server.allowGroups,
      list('allowgroups').flatMap((value) => value?.split(' ') ?? []),
    )
  }
})

test('includes, Match blocks and places', async () => {
  const world = fakeWorld({
    files: {
      [program]: '',
      '/etc/ssh/sshd_config':
        'Include /etc/ssh/sshd_config.d/*.conf\nPermitRootLogin yes\nMatch User ada\nPasswordAuthentication no\n',
      '/etc/ssh/sshd_config.d/10-first.conf': '# comment\nPermitRootLogin no\nMatch Group sftp\nX11Forwarding yes\n',
      '/etc/ssh/sshd_config.d/20-second.conf': 'PasswordAuthentication no\n',
      '/etc/ssh/sshd_config.d/.hidden.conf': 'PermitEmptyPasswords yes\n',
    },
  })
  const [server] = (await collectRun(sshServer, world)).items(sshServerFact, '/etc/ssh/sshd_config')
  assert.equal(server?.permitRootLogin, 'no')
  assert.equal(server?.places.permitRootLogin, '/etc/ssh/sshd_config.d/10-first.conf:2')
  assert.equal(server?.passwordAuthentication, 'no')
  assert.equal(server?.permitEmptyPasswords, 'no')
  assert.equal(server?.places.permitEmptyPasswords, undefined)
  assert.deepEqual(server?.matches, [
    { criteria: 'Group sftp', place: '/etc/ssh/sshd_config.d/10-first.conf:3', settings: { x11forwarding: 'yes' } },
    { criteria: 'User ada', place: '/etc/ssh/sshd_config:3', settings: { passwordauthentication: 'no' } },
  ])
})

test('a configuration without a server is not one of a server', async () => {
  const collected = await collectRun(
    sshServer,
    fakeWorld({ files: { '/etc/ssh/sshd_config': 'PermitRootLogin yes\n' } }),
  )
  assert.deepEqual(
    [...collected.scopes.values()].map(({ complete, items }) => [complete, items.length]),
    [[true, 0]],
  )
})
