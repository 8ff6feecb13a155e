import { type OptionSpec, severities } from '@holdfast/platform/contract'

export const scanOutput: OptionSpec = {
  name: 'output',
  short: 'o',
  value: 'FORM',
  summary: 'form of the result',
  choices: ['table', 'json', 'ndjson', 'sarif', 'cyclonedx', 'openvex', 'csv', 'html'],
}

export const vexFiles: OptionSpec = {
  name: 'vex',
  value: 'FILE',
  summary: 'what it says is not affected or fixed is no finding: OpenVEX, CSAF or CycloneDX; may be repeated',
  repeated: true,
}

export const failOn: OptionSpec = {
  name: 'fail-on',
  value: 'SEVERITY',
  summary: 'exit 1 when a finding is at or above',
  choices: [...severities].reverse(),
}

export const feedFolder: OptionSpec = {
  name: 'feed',
  value: 'DIR',
  summary: 'folder of feeds, in place of those of this machine (HOLDFAST_HOME/feeds)',
}

/** What names a host, and how it is reached. */
export const hostOptions: readonly OptionSpec[] = [
  { name: 'root', value: 'DIR', summary: 'a directory that holds the root of a system' },
  { name: 'ssh', value: 'USER@HOST[:PORT]', summary: 'a host over SSH' },
  { name: 'image', value: 'FILE', summary: 'an image archive (docker save) or OCI layout' },
  { name: 'snapshot', value: 'FILE', summary: 'what --record wrote' },
  { name: 'recording', value: 'FILE', summary: 'what record-windows.ps1 wrote on a Windows host' },
  { name: 'record', value: 'FILE', summary: 'keep what was looked at, to judge it again elsewhere' },
  {
    name: 'identity',
    short: 'i',
    value: 'FILE',
    summary: 'private key for --ssh (otherwise the agent and the usual files)',
  },
  { name: 'host-key', value: 'SHA256:…', summary: 'fingerprint the host must have (otherwise known_hosts decides)' },
  {
    name: 'password-stdin',
    summary: 'read the password for --ssh from standard input (or set HOLDFAST_SSH_PASSWORD)',
  },
]

export const quiet: OptionSpec = { name: 'quiet', short: 'q', summary: 'no progress, only results and errors' }
