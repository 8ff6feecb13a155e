// The observer's end of updates: it alone can write where the program lives.
import {
  isLaunched,
  type Outcome,
  type ProgramFolder,
  programFolder,
  readStanding,
  type Standing,
} from './program-folder.ts'

export interface UpdateDoor {
  /** What the station is told at its start. */
  standing(): Standing
  /** Hears a message of the station; false where it is none of updates. */
  hear(message: Readonly<Record<string, unknown>>): boolean
}

export interface DoorOptions {
  /** Path of the running program. */
  readonly program: string
  readonly say: (line: string) => void
  /** The new program lies ready: this one is to end. */
  readonly restart: () => void
  /** What the agent keeps, for when it is ordered off this host. */
  readonly home: string
  /** It was ordered off this host: this process is to end for good. */
  readonly remove: () => void
}

/** Undefined where this agent cannot exchange itself: it was installed otherwise, or nobody watches over a trial. */
export function openUpdateDoor(options: DoorOptions): ((tell: Tell) => UpdateDoor) | undefined {
  const folder = programFolder(options.program)
  return folder && isLaunched() ? (tell) => door(folder, options, tell) : undefined
}

type Tell = (message: Readonly<Record<string, unknown>>) => void

function door(folder: ProgramFolder, { say, restart, home, remove }: DoorOptions, tell: Tell): UpdateDoor {
  // What only an update needs is loaded for one: the observer is small.
  return {
    standing: () => readStanding(folder),
    hear(message) {
      const work =
        message.stage !== undefined
          ? stage(message.stage)
          : message.back !== undefined
            ? stage(message.back, 'roll-back')
            : message.uninstall !== undefined
              ? leave(message.uninstall)
              : message.healthy === true
                ? prove()
                : message.told === true
                  ? import('./prove-update.ts').then((it) => it.forgetOutcomes(folder))
                  : undefined
      work?.catch((error: Error) => say(`an update stopped: ${error.message}`))
      return work !== undefined
    },
  }

  async function stage(order: unknown, kind: 'update' | 'roll-back' = 'update'): Promise<void> {
    const work =
      kind === 'update'
        ? (await import('./stage-update.ts')).stageUpdate
        : (await import('./stage-roll-back.ts')).stageRollBack
    const { signed, source, archive } = (order ?? {}) as Record<string, unknown>
    const { command, signature } = (signed ?? {}) as Record<string, unknown>
    const given = [source, archive, command, signature].map(String) as [string, string, string, string]
    const problem = work(
      folder,
      { source: given[0], archive: given[1], signed: { command: given[2], signature: given[3] } },
      new Date(),
    )
    if (problem === undefined) {
      say(
        kind === 'update'
          ? 'a new version lies ready; restarting into it'
          : 'going back to the version before, by order',
      )
      return restart()
    }
    tell({ staged: { problem } })
  }

  async function leave(order: unknown): Promise<void> {
    const { removeAgent } = await import('./remove-agent.ts')
    const { signed, source } = (order ?? {}) as Record<string, unknown>
    const { command, signature } = (signed ?? {}) as Record<string, unknown>
    const given = { command: String(command), signature: String(signature) }
    const problem = removeAgent(folder, home, { signed: given, source: String(source) }, new Date())
    if (problem !== undefined) return say(`this agent stays: ${problem}`)
    say('this agent is removed from this host, by order')
    remove()
  }

  async function prove(): Promise<void> {
    const { proveUpdate } = await import('./prove-update.ts')
    const { version } = await import('../version.ts')
    const outcome: Outcome | undefined = proveUpdate(folder, version)
    if (!outcome) return
    say(`version ${version} has proven its health`)
    tell({ outcomes: [outcome] })
  }
}
