import { defineFact, type ItemOf } from '@holdfast/platform/contract'
import Type from 'typebox'
import { maxTextLength, maybeText, text, texts } from './fields.ts'

const settings = Type.Record(Type.String({ maxLength: 64 }), Type.String({ maxLength: maxTextLength }))

/** One item per configuration file of an OpenSSH server; the scope is that file's path. */
export const sshServerFact = defineFact('inventory', {
  name: 'inventory.ssh-server',
  version: 1,
  title: 'SSH server',
  summary: 'The settings that an OpenSSH server will use: those of its configuration, or else its defaults.',
  about: ['host', 'image', 'container'],
  key: [],
  dataClass: 'state',
  keepFor: 'P800D',
  schema: Type.Object(
    {
      path: text('Configuration file.'),
      version: maybeText('Version of the package that brought the server.'),
      package: maybeText('Package that brought the server.'),
      ports: Type.Array(Type.Integer({ minimum: 0, maximum: 65_535 }), { description: 'Ports it listens on.' }),
      listenAddresses: texts('Addresses it listens on; empty for all.'),
      permitRootLogin: text('yes, no, prohibit-password or forced-commands-only.'),
      passwordAuthentication: text('yes or no.'),
      keyboardInteractiveAuthentication: text('yes or no.'),
      pubkeyAuthentication: text('yes or no.'),
      permitEmptyPasswords: text('yes or no.'),
      hostbasedAuthentication: text('yes or no.'),
      ignoreRhosts: text('yes, no or shosts-only.'),
      permitUserEnvironment: text('yes, no or a pattern.'),
      strictModes: text('yes or no.'),
      usePam: text('yes or no.'),
      x11Forwarding: text('yes or no.'),
      allowTcpForwarding: text('yes, no, local or remote.'),
      gatewayPorts: text('yes, no or clientspecified.'),
      logLevel: text('How much it logs, in upper case: INFO, VERBOSE.'),
      maxAuthTries: Type.Integer({ description: 'Attempts to sign in per connection.', minimum: 0 }),
      loginGraceSeconds: Type.Integer({
        description: 'Seconds in which one must have signed in; 0 for no limit.',
        minimum: 0,
      }),
      clientAliveSeconds: Type.Integer({
        description: 'Seconds without data after which the client is probed; 0 for never.',
        minimum: 0,
      }),
      allowUsers: texts('Users that may sign in; empty for all.', { sensitivity: 'personal' }),
      allowGroups: texts('Groups whose members may sign in; empty for all.'),
      ciphers: maybeText('Ciphers as set; absent where the defaults hold.'),
      macs: maybeText('Message authentication codes as set; absent where the defaults hold.'),
      keyExchange: maybeText('Key exchanges as set; absent where the defaults hold.'),
      places: Type.Record(Type.String({ maxLength: 64 }), Type.String({ maxLength: maxTextLength }), {
        description:
          'Where a setting comes from, by field: "/etc/ssh/sshd_config:33". Fields without a place are defaults.',
      }),
      matches: Type.Array(
        Type.Object({ criteria: Type.String({ maxLength: maxTextLength }), place: Type.String(), settings }),
        { description: 'Match blocks with the settings they change, by keyword in lower case.', maxItems: 256 },
      ),
    },
    { additionalProperties: false },
  ),
  example: {
    path: '/etc/ssh/sshd_config',
    version: '1:9.2p1-2+deb12u3',
    package: 'openssh-server',
    ports: [22],
    listenAddresses: [],
    permitRootLogin: 'prohibit-password',
    passwordAuthentication: 'no',
    keyboardInteractiveAuthentication: 'no',
    pubkeyAuthentication: 'yes',
    permitEmptyPasswords: 'no',
    hostbasedAuthentication: 'no',
    ignoreRhosts: 'yes',
    permitUserEnvironment: 'no',
    strictModes: 'yes',
    usePam: 'yes',
    x11Forwarding: 'yes',
    allowTcpForwarding: 'yes',
    gatewayPorts: 'no',
    logLevel: 'INFO',
    maxAuthTries: 6,
    loginGraceSeconds: 120,
    clientAliveSeconds: 0,
    allowUsers: [],
    allowGroups: [],
    places: {
      passwordAuthentication: '/etc/ssh/sshd_config:57',
      keyboardInteractiveAuthentication: '/etc/ssh/sshd_config:62',
      usePam: '/etc/ssh/sshd_config:85',
      x11Forwarding: '/etc/ssh/sshd_config:90',
    },
    matches: [],
  },
})

export type SshServer = ItemOf<typeof sshServerFact>
