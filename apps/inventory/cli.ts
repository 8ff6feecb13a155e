import { defineCli, severities } from '@holdfast/platform/contract'

export const cli = defineCli({
  app: 'inventory',
  verbs: [
    {
      name: 'scan host',
      summary: 'Look at one host and judge it, without a server',
      examples: [
        'holdfast scan host',
        'holdfast scan host --fail-on high -o json > host.json',
        'holdfast scan host --root /mnt/disk',
        'holdfast scan host --ssh root@db-1',
        'holdfast scan host --record host.snapshot && holdfast scan host --snapshot host.snapshot',
        'holdfast scan host --image alpine.tar',
      ],
      options: [
        { name: 'root', value: 'DIR', summary: 'a directory that holds the root of a system' },
        { name: 'ssh', value: 'USER@HOST[:PORT]', summary: 'a host over SSH' },
        { name: 'image', value: 'FILE', summary: 'an image archive (docker save) or OCI layout' },
        { name: 'snapshot', value: 'FILE', summary: 'what --record wrote' },
        { name: 'record', value: 'FILE', summary: 'keep what was looked at, to judge it again elsewhere' },
        {
          name: 'identity',
          short: 'i',
          value: 'FILE',
          summary: 'private key for --ssh (otherwise the agent and the usual files)',
        },
        {
          name: 'host-key',
          value: 'SHA256:…',
          summary: 'fingerprint the host must have (otherwise known_hosts decides)',
        },
        {
          name: 'password-stdin',
          summary: 'read the password for --ssh from standard input (or set HOLDFAST_SSH_PASSWORD)',
        },
        {
          name: 'output',
          short: 'o',
          value: 'FORM',
          summary: 'form of the result',
          choices: ['table', 'json', 'ndjson', 'sarif', 'csv'],
        },
        {
          name: 'fail-on',
          value: 'SEVERITY',
          summary: 'exit 1 when a finding is at or above',
          choices: [...severities].reverse(),
        },
        { name: 'quiet', short: 'q', summary: 'no progress, only results and errors' },
      ],
      load: () => import('./cli/scan-host.ts'),
    },
  ],
})
