import { createHash } from 'node:crypto'

const mega = 1024 * 1024

/** What the settings depend on. */
export interface SettingsInput {
  /** Memory of the machine in bytes. */
  readonly memory: number
  readonly runDirectory: string
  /** Free bytes of /dev/shm. Containers often have 64 MB of it, too little for parallel plans. */
  readonly sharedMemory: number
  /** Settings that replace ours, for tests: name to value as written in the file. */
  readonly overrides?: Readonly<Record<string, string>>
}

/** The whole of postgresql.conf. Equal input gives equal text, thus its digest tells whether a running server has it. */
export function postgresSettings(input: SettingsInput): { text: string; digest: string } {
  const settings: Record<string, string> = {
    ...connection(input),
    ...memory(input),
    ...durability,
    ...habits,
    ...input.overrides,
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`)
  const text = `# Written by Holdfast at every start.\n${lines.join('\n')}\n`
  return { text, digest: createHash('sha256').update(text).digest('hex') }
}

/** Everybody must know a password, on the socket too, and there is no network. */
export const hostRules = '# Written by Holdfast at every start.\nlocal all all scram-sha-256\n'

function connection(input: SettingsInput) {
  return {
    listen_addresses: "''",
    unix_socket_directories: `'${input.runDirectory}'`,
    unix_socket_permissions: '0700',
    max_connections: '100',
    max_logical_replication_workers: '0',
    password_encryption: "'scram-sha-256'",
  }
}

/** Sized for machines of 2 to 4 GB that also run the server, a worker and an agent. */
function memory(input: SettingsInput) {
  const within = (least: number, value: number, most: number) => Math.round(Math.min(most, Math.max(least, value)))
  const total = input.memory / mega
  return {
    shared_buffers: `${within(64, total / 8, 2048)}MB`,
    effective_cache_size: `${within(256, total / 2, 65536)}MB`,
    work_mem: `${within(4, total / 256, 32)}MB`,
    maintenance_work_mem: `${within(32, total / 32, 512)}MB`,
    dynamic_shared_memory_type: input.sharedMemory < 256 * mega ? 'mmap' : 'posix',
    huge_pages: 'off',
  }
}

/** What was acknowledged is on disk. Half a gigabyte of log is replayed in seconds after a crash. */
const durability = {
  synchronous_commit: 'on',
  fsync: 'on',
  full_page_writes: 'on',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '512MB',
  min_wal_size: '80MB',
  checkpoint_timeout: '5min',
  wal_compression: 'on',
}

/** Statements and their values stay out of the log: they hold what customers sent. */
const habits = {
  timezone: "'UTC'",
  log_timezone: "'UTC'",
  lc_messages: "'C'",
  log_line_prefix: "'%m [%p] %q%u '",
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_statement: 'none',
  log_checkpoints: 'off',
  log_autovacuum_min_duration: '10s',
  jit: 'off',
  random_page_cost: '1.1',
  autovacuum_naptime: '20s',
  autovacuum_vacuum_scale_factor: '0.05',
  autovacuum_analyze_scale_factor: '0.02',
  default_statistics_target: '100',
}
