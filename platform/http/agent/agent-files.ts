import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

/** An agent that can be downloaded. */
export interface AgentArchive {
  readonly path: string
  readonly name: string
  readonly version: string
  readonly sha256: string
  readonly size: number
}

/** What the installation of an agent needs from the server. */
export interface AgentFiles {
  /** The script that installs. */
  installScript(): string
  /** PEM of the authority that the TLS door's certificate leads to. */
  authority(): string
  /** Version of the agents that are handed out. */
  version(): string
  /** Kinds of machine that there may be an archive for: `linux-x64`, `linux-arm64`. */
  platforms(): readonly string[]
  /** The archive for `linux-x64`, `linux-arm64`; made when first asked for. Undefined where there is none. */
  archive(platform: string): Promise<AgentArchive | undefined>
}

export interface InstallPlace {
  /** How hosts reach the server: `https://holdfast.example:8443`. */
  readonly server: string
  /** False when the server's certificate comes from an authority that hosts trust by themselves. */
  readonly ownAuthority: boolean
  /** HTTP proxy between the host and the server: `http://proxy.example:3128`. */
  readonly proxy?: string
}

/** Stands in a command for the activation key of whoever runs it. */
export const keyPlaceholder = '$HOLDFAST_KEY'
const atOnceMs = 100

/** An archive that is there within so many milliseconds; one that is still being made goes on being made, for whoever asks later. */
export async function archiveWithin(
  files: AgentFiles,
  platform: string,
  ms: number,
): Promise<AgentArchive | 'packing' | undefined> {
  const made = files.archive(platform)
  made.catch(() => {})
  const waited = new AbortController()
  const late = sleep(ms, 'packing' as const, { signal: waited.signal })
  late.catch(() => {})
  try {
    return await Promise.race([made, late])
  } finally {
    waited.abort()
  }
}

/** An archive that is there within a moment: a transaction waits no longer. */
export function archiveAtOnce(files: AgentFiles, platform: string): Promise<AgentArchive | 'packing' | undefined> {
  return archiveWithin(files, platform, atOnceMs)
}

/**
 * The command as far as it can be told at once: null where nothing is packed yet, or there is no agent. `packing`: one is being packed that the command does not know yet,
 * so ask again in some seconds.
 */
export async function installCommandAtOnce(
  files: AgentFiles,
  place: InstallPlace,
  key: string,
  platform?: string,
): Promise<{ command: string | null; packing: boolean }> {
  const wanted = platform === undefined ? files.platforms() : [platform]
  const found = await Promise.all(wanted.map((each) => archiveAtOnce(files, each).catch(() => undefined)))
  const ready = new Map(wanted.flatMap((each, at) => (typeof found[at] === 'object' ? [[each, found[at]]] : [])))
  const known: AgentFiles = { ...files, platforms: () => [...ready.keys()], archive: async (each) => ready.get(each) }
  return {
    command: ready.size === 0 ? null : await installCommand(known, place, key, platform),
    packing: found.includes('packing'),
  }
}

/**
 * One command for a shell that installs and enrols an agent: for one kind of machine, or for each that there is an archive for. What it downloads it checks against digests that it
 * carries, so that nobody in between can put in something else, although the first download trusts no certificate.
 */
export async function installCommand(
  files: AgentFiles,
  place: InstallPlace,
  key: string,
  platform?: string,
): Promise<string> {
  const digests: string[] = []
  for (const each of platform === undefined ? files.platforms() : [platform]) {
    const archive = await files.archive(each)
    if (archive) digests.push(`${each.replace('linux-', '')}=${archive.sha256}`)
  }
  if (digests.length === 0) throw new Error(`there is no agent for ${platform ?? 'any machine'}`)
  const isTls = place.server.startsWith('https:')
  const pins = isTls && place.ownAuthority
  const through = place.proxy === undefined ? '' : ` -x ${place.proxy}`
  const authority = pins ? ' $d/authority.pem' : place.proxy === undefined ? '' : ' -'
  const get = (path: string, file: string) =>
    `curl -fsS${pins ? 'k' : ''}${through} ${place.server}/agent/v1/${path} -o ${file}`
  const check = (content: string, file: string) => `echo "${sha256(content)}  ${file}" | sha256sum -c --quiet`
  const steps = [
    'd=$(mktemp -d)',
    get('install.sh', '$d/install.sh'),
    check(files.installScript(), '$d/install.sh'),
    ...(pins ? [get('authority.pem', '$d/authority.pem'), check(files.authority(), '$d/authority.pem')] : []),
    `echo ${key} | sudo sh $d/install.sh ${place.server} ${digests.join(',')}${authority}${place.proxy === undefined ? '' : ` ${place.proxy}`}`,
  ]
  return steps.join(' && \\\n  ')
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
