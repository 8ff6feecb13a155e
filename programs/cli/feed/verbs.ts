import type { OptionSpec, Verb } from '@holdfast/platform/contract'
import { documentOption } from '../shared-options.ts'

const quiet: OptionSpec = { name: 'quiet', short: 'q', summary: 'no progress, only results and errors' }

const older: OptionSpec = {
  name: 'older',
  summary: 'take data that is older than what is there, or that was gone back from',
}

const folder: OptionSpec = {
  name: 'feed',
  value: 'DIR',
  summary: 'another folder of feeds than that of the home directory',
}

/** What the apps judge with: obtained, kept as versions, given on. No server is needed. */
export const feedVerbs: readonly Verb[] = [
  {
    name: 'feed sync',
    summary: 'Bring feeds up to date from their publishers',
    positionals: [
      {
        name: 'feed',
        optional: true,
        repeated: true,
        summary: 'ids, as "feed status --known" lists them; otherwise those that are there',
      },
    ],
    examples: [
      'holdfast feed sync cisa-kev epss debian-tracker',
      'holdfast feed sync',
      'holdfast feed sync osv-go --from https://mirror.example/osv/Go',
    ],
    options: [
      { name: 'from', value: 'URL', repeated: true, summary: 'in place of the official address; with one feed' },
      older,
      documentOption,
      quiet,
    ],
    load: async () => (await import('./sync.ts')).sync,
  },
  {
    name: 'feed import',
    summary: 'Take feeds from files, folders and archives that were brought here',
    positionals: [{ name: 'path', repeated: true, summary: 'files or folders; what is no feed is left out and told' }],
    examples: [
      'holdfast feed import /media/usb/feeds',
      'holdfast feed import known_exploited_vulnerabilities.json all.zip',
      'holdfast feed import --add rhsa-2025_23414.json',
    ],
    options: [
      { name: 'as', value: 'FEED', summary: 'all of it is this feed; otherwise the files themselves tell' },
      { name: 'add', summary: 'put it on top of what is there, in place of replacing it' },
      older,
      documentOption,
      quiet,
    ],
    load: async () => (await import('./import.ts')).importFeeds,
  },
  {
    name: 'feed trust list',
    summary: 'Keys of publishers whose signatures on feeds are believed',
    examples: ['holdfast feed trust list', 'holdfast feed trust list -o json'],
    options: [documentOption],
    load: async () => (await import('./trust.ts')).trustList,
  },
  {
    name: 'feed trust add',
    summary: 'Believe the signatures of an OpenPGP key',
    positionals: [{ name: 'file', summary: 'the public key, armored or not' }],
    examples: ['holdfast feed trust add vendor.asc', 'holdfast feed trust add cisa.asc --for csaf-cisa'],
    options: [
      { name: 'for', value: 'FEED', repeated: true, summary: 'only on this feed; otherwise on all' },
      documentOption,
    ],
    load: async () => (await import('./trust.ts')).trustAdd,
  },
  {
    name: 'feed trust remove',
    summary: 'Believe the signatures of a key no more; feeds that are there stay',
    positionals: [{ name: 'fingerprint', summary: 'as "feed trust list" shows it' }],
    examples: ['holdfast feed trust remove 93E7CF2F5C8B4F0CBD1C3B8D7F1A2E3D4C5B6A79'],
    options: [documentOption],
    load: async () => (await import('./trust.ts')).trustRemove,
  },
  {
    name: 'feed status',
    summary: 'Feeds that are there: how old, from where, how proven',
    examples: ['holdfast feed status', 'holdfast feed status --max-age 3 -o json', 'holdfast feed status --known'],
    options: [
      { name: 'known', summary: 'all feeds that can be had, also those that are not there' },
      { name: 'max-age', value: 'DAYS', summary: 'exit 7 when the data of a feed is older' },
      folder,
      documentOption,
    ],
    load: async () => (await import('./status.ts')).status,
  },
  {
    name: 'feed bundle',
    summary: 'Write feeds into one file that "feed import" takes on another machine',
    positionals: [
      { name: 'file', summary: 'a name that is not taken yet' },
      { name: 'feed', optional: true, repeated: true, summary: 'ids; otherwise all that are there' },
    ],
    examples: ['holdfast feed bundle feeds-2026-11-23.bundle', 'holdfast feed bundle small.bundle cisa-kev epss'],
    options: [folder, documentOption],
    load: async () => (await import('./bundle.ts')).bundle,
  },
  {
    name: 'feed rollback',
    summary: 'Go back to an earlier version of a feed; what was left does not come back by itself',
    positionals: [
      { name: 'feed', summary: 'its id' },
      { name: 'version', optional: true, summary: 'one that is kept; otherwise the one before' },
    ],
    examples: ['holdfast feed rollback cisa-kev', 'holdfast feed rollback osv-go 2026-08-21-0a1b2c3d4e5f'],
    options: [documentOption],
    load: async () => (await import('./rollback.ts')).rollback,
  },
]
