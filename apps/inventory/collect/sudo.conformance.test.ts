import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fakeWorld } from '@holdfast/platform/world'
import fc from 'fast-check'
import { sudoDefaultFact, sudoRuleFact } from '../facts/index.ts'
import { collectRun, without } from './collected.fixture.ts'
import { readSudoers } from './sudo/read-sudoers.ts'
import { sudo } from './sudo.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-sudo-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const sudoers = `# comment
Defaults	env_reset, mail_badpass , secure_path="/usr/sbin:/usr/bin"
Defaults:ada !authenticate
Defaults@web timestamp_timeout=5
Defaults env_keep += "LANG LC_ALL"
User_Alias ADMINS = ada, %wheel : OPS = #1005, !eve
Runas_Alias DB = postgres, mysql
Host_Alias WEB = web1, \\
   web2
Cmnd_Alias SHELLS = /bin/sh, /bin/bash : REBOOT = /sbin/reboot, /sbin/halt
root	ALL=(ALL:ALL) ALL
%sudo ALL=(ALL) NOPASSWD: ALL
ADMINS WEB = (DB) NOPASSWD: /usr/bin/pg_dump, PASSWD: /usr/bin/mysql -u root
OPS ALL = REBOOT, !SHELLS
bob, carol ALL = NOEXEC: NOPASSWD: /usr/bin/less /var/log/*
dave ALL = (root) /bin/ls : WEB = (www-data : adm) SETENV: /usr/bin/systemctl restart nginx
#1001 ALL = sudoedit /etc/hosts
+net ALL = ALL
frank ALL = (ALL, !root) ALL
"gina space" ALL = /bin/true
`

interface Told {
  readonly Defaults?: readonly unknown[]
  readonly User_Specs?: readonly {
    readonly User_List: readonly Readonly<Record<string, unknown>>[]
    readonly Host_List: readonly Readonly<Record<string, unknown>>[]
    readonly Cmnd_Specs: readonly {
      readonly runasusers?: readonly Readonly<Record<string, unknown>>[]
      readonly runasgroups?: readonly Readonly<Record<string, unknown>>[]
      readonly Options?: readonly Readonly<Record<string, unknown>>[]
      readonly Commands: readonly Readonly<Record<string, unknown>>[]
    }[]
  }[]
}

/** A member of a list as cvtsudoers tells it, in the words of sudoers. */
function word(member: Readonly<Record<string, unknown>>): string {
  const signs: Readonly<Record<string, string>> = { usergroup: '%', userid: '#', netgroup: '+', usergid: '%#' }
  const [kind = '', name] = Object.entries(member).find(([key]) => key !== 'negated') ?? []
  return `${member.negated ? '!' : ''}${signs[kind] ?? ''}${name}`
}

test('rules are those of cvtsudoers, with aliases expanded', { skip: without('cvtsudoers') }, async () => {
  const path = join(folder, 'sudoers')
  writeFileSync(path, sudoers)
  const told = JSON.parse(
    execFileSync('cvtsudoers', ['-f', 'json', '-e', path], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }),
  ) as Told
  const expected = new Set(
    (told.User_Specs ?? []).flatMap(({ User_List, Host_List, Cmnd_Specs }) =>
      User_List.flatMap((user) =>
        Cmnd_Specs.flatMap(({ runasusers, runasgroups = [], Options = [], Commands }) =>
          Commands.map((command) =>
            JSON.stringify({
              who: word(user),
              hosts: Host_List.map(word),
              runAs: [
                ...(runasusers?.map(word) ?? (runasgroups.length > 0 ? [] : ['root'])),
                ...runasgroups.map((group) => `:${word(group).replace(/^%/, '')}`),
              ],
              command: word(command),
              noPassword: Options.some((option) => option.authenticate === false),
            }),
          ),
        ),
      ),
    ),
  )
  const collected = await collectRun(sudo, fakeWorld({ files: { '/etc/sudoers': sudoers } }))
  const found = new Set(
    collected
      .items(sudoRuleFact, 'sudoers')
      .flatMap(({ who, hosts, runAs, commands, noPassword }) =>
        commands.map((command) => JSON.stringify({ who, hosts, runAs, command, noPassword })),
      ),
  )
  assert.deepEqual([...found].sort(), [...expected].sort())
  assert.ok(found.size > 20)
})

test('settings, includes and places', async () => {
  const world = fakeWorld({
    files: {
      '/etc/sudoers': `${sudoers}@includedir /etc/sudoers.d\n#include /etc/more\n`,
      '/etc/sudoers.d/10-a': 'henry ALL = (ALL) NOPASSWD: ALL\n',
      '/etc/sudoers.d/b.bak': 'never ALL = ALL\n',
      '/etc/sudoers.d/c~': 'never ALL = ALL\n',
      '/etc/more': 'ADMINS ALL = ALL # ADMINS are of the other file\n@include /etc/sudoers\n',
    },
  })
  const collected = await collectRun(sudo, world)
  const rules = collected.items(sudoRuleFact, 'sudoers')
  const henry = rules.find(({ who }) => who === 'henry')
  assert.deepEqual(
    [henry?.source, henry?.line, henry?.anyCommand, henry?.asRoot, henry?.noPassword],
    ['/etc/sudoers.d/10-a', 1, true, true, true],
  )
  assert.deepEqual(
    rules.filter(({ source }) => source === '/etc/more').map(({ who }) => who),
    ['ada', '%wheel'],
  )
  assert.ok(!rules.some(({ who }) => who === 'never'))
  const settings = collected
    .items(sudoDefaultFact, 'sudoers')
    .map(({ binding, name, value }) => `${binding} ${name} ${value}`)
  assert.deepEqual(settings, [
    ' env_reset true',
    ' mail_badpass true',
    ' secure_path /usr/sbin:/usr/bin',
    ':ada authenticate false',
    '@web timestamp_timeout 5',
    ' env_keep +=LANG LC_ALL',
  ])
})

test('no sudo is known to have no rules; what cannot be read is not', async () => {
  const none = await collectRun(sudo, fakeWorld({ files: { '/etc/passwd': '' } }))
  assert.deepEqual(
    [...none.scopes.values()].map(({ complete, items }) => [complete, items.length]),
    [
      [true, 0],
      [true, 0],
    ],
  )
  const closed = await collectRun(sudo, fakeWorld({ files: { '/etc/sudoers': { text: '', unseen: 'denied' } } }))
  assert.ok([...closed.scopes.values()].every(({ complete }) => !complete))
  assert.equal(closed.problems.length, 2)
})

test('rubbish is a problem with its line, and never an exception', async () => {
  const collected = await collectRun(sudo, fakeWorld({ files: { '/etc/sudoers': 'root ALL=(ALL) ALL\nrubbish\n' } }))
  assert.match(collected.problems[0]?.detail ?? '', /\/etc\/sudoers:2/)
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'aA%#:=,()!\\" \n\t@*/DefaultsNOPASSWD'), maxLength: 200 }),
      (text) => void readSudoers(text),
    ),
  )
})
