import type { OptionSpec, Verb } from '@holdfast/platform/contract'
import { fleetVerbs } from './agent/verbs.ts'
import { assetVerbs } from './asset/verbs.ts'
import { campaignVerbs } from './campaign/verbs.ts'
import { csafVerbs } from './csaf/verbs.ts'
import { cvssVerbs } from './cvss/verbs.ts'
import { feedVerbs } from './feed/verbs.ts'
import { ovalVerbs } from './oval/verbs.ts'
import { ownCheckVerbs } from './own-check/verbs.ts'
import { reportVerbs } from './report/verbs.ts'
import { sbomVerbs } from './sbom/verbs.ts'
import { scanVerbs } from './scan/verbs.ts'
import { scapVerbs } from './scap/verbs.ts'
import { scoreModelVerbs } from './score-model/verbs.ts'
import { searchListVerbs } from './search-list/verbs.ts'
import { documentOption, outputOption, serverOption } from './shared-options.ts'
import { slaVerbs } from './sla/verbs.ts'
import { tenantVerbs } from './tenant/verbs.ts'
import { ticketVerbs } from './ticket/verbs.ts'
import { tokenVerbs } from './token/verbs.ts'
import { versionVerbs } from './versions/verbs.ts'
import { vexVerbs } from './vex/verbs.ts'
import { vulnerabilityVerbs } from './vulnerabilities/verbs.ts'

const agentHome: OptionSpec = { name: 'home', value: 'DIR', summary: 'where the agent keeps its key and its spool' }

const passphraseFile: OptionSpec = {
  name: 'passphrase-file',
  value: 'FILE',
  summary: 'holds the passphrase; "-" is standard input (otherwise HOLDFAST_BACKUP_PASSPHRASE, or the terminal asks)',
}

const identity: OptionSpec = {
  name: 'identity',
  value: 'FILE',
  summary: 'holds the secret half of the key that opens it',
}

const quiet: OptionSpec = { name: 'quiet', short: 'q', summary: 'no progress, only results and errors' }

/** Verbs of the platform itself; each loads its code when it is run. */
export const coreVerbs: readonly Verb[] = [
  {
    name: 'up',
    summary: 'Start everything on this machine',
    examples: [
      'holdfast up',
      'holdfast up --once',
      'HOLDFAST_HOME=/srv/second HOLDFAST_PORT=9080 HOLDFAST_TLS_PORT=9443 holdfast up',
    ],
    options: [
      { name: 'once', summary: 'do all the work once, print the summary, and end' },
      { name: 'no-agent', summary: 'do not look at this host' },
      quiet,
    ],
    load: () => import('./up/run.ts'),
  },
  {
    name: 'agent enrol',
    summary: 'Introduce this host to a server',
    examples: [
      'holdfast agent enrol --server https://holdfast.example:8443 --authority authority.pem --key-file key.txt',
      'echo hfak_… | holdfast agent enrol --server http://127.0.0.1:8080 --key-file -',
    ],
    options: [
      { name: 'server', value: 'URL', summary: 'the server' },
      { name: 'key-file', value: 'FILE', summary: 'holds an activation key; "-" is standard input' },
      { name: 'authority', value: 'FILE', summary: 'certificate (PEM) that the server is trusted by' },
      agentHome,
    ],
    load: async () => (await import('./agent/run.ts')).enrol,
  },
  {
    name: 'agent run',
    summary: 'Look at this host and send what is seen, until stopped',
    examples: ['holdfast agent run'],
    options: [agentHome],
    load: async () => (await import('./agent/run.ts')).runAgent,
  },
  ...fleetVerbs,
  ...tenantVerbs,
  ...feedVerbs,
  {
    name: 'server',
    summary: 'Run a server process against an external database',
    examples: ['DATABASE_URL=postgres://holdfast@db/holdfast holdfast server'],
    options: [],
    load: () => import('./process/run-server.ts'),
  },
  {
    name: 'worker',
    summary: 'Run a worker process against an external database',
    examples: ['DATABASE_URL=postgres://holdfast@db/holdfast holdfast worker'],
    options: [],
    load: () => import('./process/run-worker.ts'),
  },
  {
    name: 'demo create',
    summary: 'Make a tenant that is marked as demo, and fill it with simulated hosts',
    examples: ['holdfast demo create', 'holdfast demo create --agents 500'],
    options: [{ name: 'agents', value: 'N', summary: 'how many hosts, 1000 at most (50)' }, serverOption],
    load: () => import('./demo/create.ts'),
  },
  {
    name: 'demo remove',
    summary: 'Remove a demo tenant, with all that is its own',
    examples: ['holdfast demo remove', 'holdfast demo remove "Demo 2"', 'holdfast demo remove --all'],
    positionals: [{ name: 'tenant', optional: true, summary: 'its id or name, where there are several' }],
    options: [{ name: 'all', summary: 'remove all of them' }, serverOption],
    load: () => import('./demo/remove.ts'),
  },
  {
    name: 'migrate',
    summary: 'Bring the database to the schema of this program',
    examples: [
      'holdfast migrate',
      'DATABASE_ADMIN_URL=postgres://admin@db/holdfast DATABASE_URL=postgres://holdfast@db/holdfast holdfast migrate',
    ],
    options: [],
    load: () => import('./migrate/run.ts'),
  },
  {
    name: 'backup',
    summary: 'Write the whole installation into one encrypted file, while it runs',
    examples: [
      'holdfast backup holdfast-2026-11-22.backup',
      'holdfast backup nightly.backup --quiet --passphrase-file /etc/holdfast/backup-passphrase',
      'holdfast backup nightly.backup --recipient backup.pub',
      'DATABASE_ADMIN_URL=postgres://admin@db/holdfast DATABASE_URL=postgres://holdfast@db/holdfast holdfast backup nightly.backup',
    ],
    positionals: [{ name: 'file', summary: 'a name that is not taken yet' }],
    options: [
      passphraseFile,
      {
        name: 'recipient',
        value: 'FILE',
        repeated: true,
        summary: 'holds a public key: its secret half opens the backup, in place of a passphrase or besides',
      },
      documentOption,
      quiet,
    ],
    load: () => import('./backup/run.ts'),
  },
  {
    name: 'backup verify',
    summary: 'Read a backup whole and say what is in it',
    examples: [
      'holdfast backup verify nightly.backup',
      'holdfast backup verify nightly.backup --identity backup.key -o json',
    ],
    positionals: [{ name: 'file', summary: 'the backup' }],
    options: [passphraseFile, identity, documentOption],
    load: () => import('./backup/verify.ts'),
  },
  {
    name: 'backup new-key',
    summary: 'Make a key for backups that this machine can write and not read',
    examples: ['holdfast backup new-key backup.key > backup.pub'],
    positionals: [{ name: 'file', summary: 'where the secret half goes' }],
    options: [],
    load: () => import('./backup/new-key.ts'),
  },
  {
    name: 'restore',
    summary: 'Make an installation from a backup, in an empty home or database',
    examples: [
      'HOLDFAST_HOME=/srv/holdfast holdfast restore nightly.backup',
      'holdfast restore nightly.backup --replace',
      'DATABASE_ADMIN_URL=postgres://admin@db/holdfast DATABASE_URL=postgres://holdfast@db/holdfast holdfast restore nightly.backup',
    ],
    positionals: [{ name: 'file', summary: 'the backup' }],
    options: [
      { name: 'replace', summary: 'move an installation that is there aside; it is kept' },
      passphraseFile,
      identity,
      documentOption,
      quiet,
    ],
    load: () => import('./backup/restore.ts'),
  },
  {
    name: 'audit verify',
    summary: 'Prove that the audit log of every tenant is what was written',
    examples: [
      'holdfast audit verify',
      'holdfast audit verify --keep heads-2026-11-22.ndjson',
      'holdfast audit verify --kept heads-2026-10.ndjson --kept heads-2026-11.ndjson -o json',
    ],
    options: [
      { name: 'kept', value: 'FILE', repeated: true, summary: 'holds signed heads that --keep wrote earlier' },
      { name: 'keep', value: 'FILE', summary: 'new file for the signed end of every chain that holds' },
      documentOption,
    ],
    load: () => import('./audit/verify.ts'),
  },
  {
    name: 'audit export',
    summary: 'Write the audit log as NDJSON, with all that verifying it elsewhere takes',
    examples: [
      'holdfast audit export > audit.ndjson',
      'holdfast audit export --tenant ten_0123456789 --since 2026-11-01 > november.ndjson',
    ],
    options: [
      { name: 'tenant', value: 'ID', summary: 'of this tenant alone; of all when absent' },
      { name: 'since', value: 'TIME', summary: 'from the first entry at or after it' },
    ],
    load: () => import('./audit/export.ts'),
  },
  {
    name: 'doctor',
    summary: 'Check this installation; name causes and fixes',
    examples: ['holdfast doctor', 'holdfast doctor -o json'],
    options: [documentOption],
    load: () => import('./doctor/run.ts'),
  },
  {
    name: 'support-bundle',
    summary: 'Collect versions, checks, sizes and recent logs in one file, without secrets',
    examples: ['holdfast support-bundle support.json'],
    positionals: [{ name: 'file', summary: 'a name that is not taken yet; JSON' }],
    options: [],
    load: () => import('./support-bundle/run.ts'),
  },
  {
    name: 'login',
    summary: 'Print one-time sign-in links, or keep a token for a server',
    examples: ['holdfast login', 'holdfast login --server https://holdfast.example:8443 --token-stdin < token.txt'],
    options: [
      { name: 'server', value: 'URL', summary: 'the server whose token is read from standard input' },
      { name: 'token-stdin', summary: 'read an API token from standard input and keep it for later commands' },
      { name: 'ca', value: 'FILE', summary: 'certificate (PEM) that the server is trusted by' },
    ],
    load: () => import('./login/run.ts'),
  },
  ...tokenVerbs,
  ...versionVerbs,
  ...campaignVerbs,
  ...assetVerbs,
  ...csafVerbs,
  ...ovalVerbs,
  ...scapVerbs,
  ...cvssVerbs,
  ...reportVerbs,
  ...sbomVerbs,
  ...ownCheckVerbs,
  ...scoreModelVerbs,
  ...searchListVerbs,
  ...slaVerbs,
  ...ticketVerbs,
  ...scanVerbs,
  ...vexVerbs,
  ...vulnerabilityVerbs,
  {
    name: 'query',
    summary: 'Ask a running server in the query language',
    examples: [
      'holdfast query "severity:critical"',
      'holdfast query --entity assets "name:web*" -o json',
      'holdfast query --entity findings --all -o ndjson "status:open"',
      'holdfast query "status:open" --group-by severity,firstFound/w --as-of now-7d',
    ],
    positionals: [{ name: 'query', summary: 'what to ask; everything when absent', optional: true }],
    options: [
      {
        name: 'entity',
        value: 'NAME',
        summary: 'what to list',
        choices: ['findings', 'assets', 'not-assessed', 'sources', 'jobs', 'tenants'],
      },
      { name: 'limit', value: 'N', summary: 'at most this many (default 100)' },
      { name: 'all', summary: 'all of them, in one snapshot, without a cap' },
      { name: 'sort', value: 'FIELD', summary: 'order; a leading minus sign turns it around' },
      { name: 'columns', value: 'A,B', summary: 'columns of table and csv' },
      {
        name: 'group-by',
        value: 'A,B',
        summary: 'one row for each combination of values, with its count; dates take a unit: firstFound/w',
      },
      { name: 'as-of', value: 'TIME', summary: 'what was known then: 2026-11-01, now-7d' },
      { name: 'explain', summary: 'tell on stderr what the query means and how it was answered' },
      {
        name: 'fail-on',
        value: 'SEVERITY',
        summary: 'exit 1 when a finding is at or above',
        choices: ['info', 'low', 'medium', 'high', 'critical'],
      },
      serverOption,
      outputOption,
    ],
    load: () => import('./query/run.ts'),
  },
  {
    name: 'tenant',
    summary: 'List the tenants that this provider owns',
    examples: ['holdfast tenant', 'holdfast tenant "critical > 0" -o json', 'holdfast tenant "grantedUntil < now+30d"'],
    positionals: [{ name: 'query', summary: 'which, in the query language; all when absent', optional: true }],
    options: [
      { name: 'limit', value: 'N', summary: 'at most this many (default 100)' },
      { name: 'all', summary: 'all of them, in one snapshot, without a cap' },
      { name: 'sort', value: 'FIELD', summary: 'order; a leading minus sign turns it around' },
      { name: 'columns', value: 'A,B', summary: 'columns of table and csv' },
      serverOption,
      outputOption,
    ],
    load: async () => (await import('./tenant/run.ts')).list,
  },
  {
    name: 'tenant create',
    summary: 'Make a tenant that this provider owns',
    examples: [
      'holdfast tenant create "Anchor Foods"',
      'holdfast tenant create "Anchor Foods" --days 90 --role manager',
    ],
    positionals: [{ name: 'name', summary: 'what it is called' }],
    options: [
      { name: 'kind', value: 'KIND', summary: 'customer (default) or provider', choices: ['customer', 'provider'] },
      { name: 'days', value: 'N', summary: 'how long your people may go there (default 365)' },
      { name: 'role', value: 'ROLE', summary: 'what they may there at most (default owner)' },
      serverOption,
      documentOption,
    ],
    load: async () => (await import('./tenant/run.ts')).create,
  },
  {
    name: 'tenant change',
    summary: 'Rename a tenant, suspend it, or wake it',
    examples: ['holdfast tenant change "Anchor Foods" --name "Anchor Group"', 'holdfast tenant change ten_… --suspend'],
    positionals: [{ name: 'tenant', summary: 'its name or id' }],
    options: [
      { name: 'name', value: 'NAME', summary: 'what it is called from now on' },
      { name: 'suspend', summary: 'put its own people and tokens out at once' },
      { name: 'wake', summary: 'let them in again' },
      serverOption,
      documentOption,
    ],
    load: async () => (await import('./tenant/run.ts')).change,
  },
  {
    name: 'tenant provider',
    summary: 'Make this tenant a provider, which can own others',
    examples: ['holdfast tenant provider'],
    options: [serverOption],
    load: async () => (await import('./tenant/run.ts')).provider,
  },
  {
    name: 'alert list',
    summary: 'List the alerts of a running server',
    examples: ['holdfast alert list', 'holdfast alert list -o json'],
    options: [serverOption, outputOption],
    load: () => import('./alert/list.ts'),
  },
  {
    name: 'alert test',
    summary: 'Send what an alert would tell now, and print the real answers',
    examples: ['holdfast alert test "Critical on production"'],
    positionals: [{ name: 'alert', summary: 'its name or id' }],
    options: [serverOption],
    load: () => import('./alert/test.ts'),
  },
  {
    name: 'alert mute',
    summary: 'Let an alert be silent for a time',
    examples: ['holdfast alert mute "Critical on production" --for 2h', 'holdfast alert mute alr_… --off'],
    positionals: [{ name: 'alert', summary: 'its name or id' }],
    options: [
      { name: 'for', value: 'TIME', summary: '30m, 2h or 7d' },
      { name: 'off', summary: 'let it speak again' },
      serverOption,
    ],
    load: () => import('./alert/mute.ts'),
  },
  {
    name: 'version',
    summary: 'Print the versions of Holdfast, Node and the system',
    examples: ['holdfast version', 'holdfast version -o json'],
    options: [documentOption],
    load: () => import('./version/run.ts'),
  },
  {
    name: 'completion',
    summary: 'Print the completion script of a shell',
    examples: ['source <(holdfast completion bash)', 'holdfast completion zsh > ~/.zfunc/_holdfast'],
    positionals: [{ name: 'shell', summary: 'bash, zsh or fish' }],
    options: [],
    load: () => import('./completion/run.ts'),
  },
]
