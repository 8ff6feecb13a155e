import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AgentFiles } from '@holdfast/platform/http'
import { type AgentArchive, archiveAgent } from '../agent/pack/archive-agent.ts'
import { packAgent } from '../agent/pack/pack-agent.ts'

/** What hosts download to install an agent. The archive is made when it is first asked for, and kept. */
export function agentFiles(home: string, authority: () => string): AgentFiles {
  let made: Promise<AgentArchive> | undefined
  return {
    installScript: () => readFileSync(new URL('../agent/pack/install.sh', import.meta.url), 'utf8'),
    authority,
    archive: async (platform) => {
      if (platform !== `${process.platform}-${process.arch}`) return undefined
      made ??= packAgent(join(home, 'agent', 'program')).then(archiveAgent)
      made.catch(() => {
        made = undefined
      })
      return made
    },
  }
}
