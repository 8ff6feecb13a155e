import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AgentFiles } from '@holdfast/platform/http'
import type { SigningKey } from '@holdfast/platform/trust'
import { type AgentArchive, archiveAgent } from '../agent/pack/archive-agent.ts'
import { foreignParts } from '../agent/pack/foreign-parts.ts'
import { packAgent } from '../agent/pack/pack-agent.ts'
import { signProgram } from '../agent/pack/sign-program.ts'
import { version } from '../agent/version.ts'
import { forgetOldPrograms } from './forget-old-programs.ts'

/** Kinds of machine that agents are made for. */
const platforms = ['linux-x64', 'linux-arm64']
/** What could not be had is not asked for again at once. */
const againMs = 5 * 60_000
/** What failed here is told to everybody who asks within this time, and then tried again. */
const ownAgainMs = 10_000

export interface AgentFilesOptions {
  /** The home of the installation. */
  readonly home: string
  /** PEM of the authority that the TLS door's certificate leads to. */
  readonly authority: () => string
  /** One line where the agent for a kind of machine cannot be made. */
  readonly onMissing: (line: string) => void
  /** Signs the list of files that agents compare themselves with. */
  readonly signingKey?: () => SigningKey
  /** For npm, where parts for other kinds of machine are fetched; this process's own unless told. */
  readonly environment?: NodeJS.ProcessEnv
}

/** What hosts download to install an agent. An archive is made when it is first asked for, and kept. */
export function agentFiles({
  home,
  authority,
  onMissing,
  signingKey,
  environment = process.env,
}: AgentFilesOptions): AgentFiles {
  const made = new Map<string, Promise<AgentArchive | undefined>>()
  const target = join(home, 'agent', 'program')
  const own = `${process.platform}-${process.arch}`

  async function make(platform: string): Promise<AgentArchive> {
    const parts =
      platform === own ? undefined : await foreignParts(platform, { cache: join(home, 'agent', 'parts'), environment })
    const packed = await (parts ? packAgent(target, parts) : packAgent(target))
    const key = signingKey?.()
    if (key) signProgram(packed.folder, key)
    const archive = await archiveAgent(packed)
    forgetOldPrograms(target, packed, Date.now())
    return archive
  }

  return {
    installScript: () => readFileSync(new URL('../agent/pack/install.sh', import.meta.url), 'utf8'),
    authority,
    version: () => version,
    platforms: () => platforms,
    archive(platform) {
      if (!platforms.includes(platform)) return Promise.resolve(undefined)
      const before = made.get(platform)
      if (before) return before
      const making = make(platform)
      const answer = making.catch((error: Error) => {
        const rest = platform === own ? '' : `. Those for ${own} are served.`
        onMissing(`There is no agent for ${platform} to hand out: ${error.message}${rest}`)
        setTimeout(() => made.delete(platform), platform === own ? ownAgainMs : againMs).unref()
        return undefined
      })
      made.set(platform, answer)
      return answer
    },
  }
}
