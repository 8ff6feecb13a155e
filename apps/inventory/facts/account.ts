import { defineFact, type ItemOf } from '@holdfast/platform/contract'
import Type from 'typebox'
import { count, flag, maybeCount, maybeText, maybeWord, text, texts } from './fields.ts'

/** What an account's password field says. `unknown` where the shadow file could not be read. */
export const passwordStates = ['hashed', 'locked', 'none', 'empty', 'unknown'] as const

export const accountFact = defineFact('inventory', {
  name: 'inventory.account',
  version: 1,
  title: 'Account',
  summary: 'A local user account and how it can be used to sign in. Password hashes never leave the host.',
  about: ['host', 'image', 'container'],
  key: ['name'],
  dataClass: 'account',
  keepFor: 'P800D',
  schema: Type.Object(
    {
      name: text('Login name.', { sensitivity: 'personal' }),
      uid: count('User id.'),
      gid: count('Id of the primary group.'),
      fullName: maybeText('Name of the person or service, from the comment field.', { sensitivity: 'personal' }),
      home: text('Home directory.', { sensitivity: 'personal' }),
      shell: text('Login shell; empty means /bin/sh.'),
      interactive: flag('True where the shell lets someone work: not nologin, false, sync and the like.'),
      groups: texts('Names of all groups it belongs to, the primary one first; the number where a group has no name.'),
      privileged: texts('Why it can become root, a reason each: "user id 0", "group sudo"; empty where it cannot.'),
      password: maybeWord(
        passwordStates,
        'hashed: a password is set; locked: one is set and disabled; none: no password can match; empty: no password is needed; unknown: not seen.',
      ),
      passwordScheme: maybeText(
        'How the password is hashed: yescrypt, sha512-crypt, sha256-crypt, bcrypt, md5-crypt, des-crypt.',
      ),
      passwordChanged: maybeText('Day of the last change: 2026-03-01; absent where it is not recorded.'),
      passwordMaxDays: maybeCount('Days after which the password must be changed.'),
      passwordInactiveDays: maybeCount('Days after expiry of the password until the account is disabled.'),
      expires: maybeText('Day on which the account expires.'),
    },
    { additionalProperties: false },
  ),
  example: {
    name: 'ada',
    uid: 1000,
    gid: 1000,
    fullName: 'Ada Example',
    home: '/home/ada',
    shell: '/bin/bash',
    interactive: true,
    groups: ['ada', 'sudo'],
    privileged: ['group sudo'],
    password: 'hashed',
    passwordScheme: 'yescrypt',
    passwordChanged: '2026-03-01',
    passwordMaxDays: 99_999,
  },
})

export type Account = ItemOf<typeof accountFact>
