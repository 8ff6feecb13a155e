import { createHash } from 'node:crypto'

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
