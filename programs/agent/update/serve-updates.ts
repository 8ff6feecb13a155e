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
}

/** Undefined where this agent cannot exchange itself: it was installed otherwise, or nobody watches over a trial. */
export function openUpdateDoor(options: DoorOptions): ((tell: Tell) => UpdateDoor) | undefined {
  const folder = programFolder(options.program)
  return folder && isLaunched() ? (tell) => door(folder, options, tell) : undefined
}

type Tell = (message: Readonly<Record<string, unknown>>) => void

function door(folder: ProgramFolder, { say, restart }: DoorOptions, tell: Tell): UpdateDoor {
  // What only an update needs is loaded for one: the observer is small.
  return {
    standing: () => readStanding(folder),
    hear(message) {
      const work =
        message.stage !== undefined
          ? stage(message.stage)
          : message.healthy === true
            ? prove()
            : message.told === true
              ? import('./prove-update.ts').then((it) => it.forgetOutcomes(folder))
              : undefined
      work?.catch((error: Error) => say(`an update stopped: ${error.message}`))
      return work !== undefined
    },
  }

  async function stage(order: unknown): Promise<void> {
    const { stageUpdate } = await import('./stage-update.ts')
    const { signed, source, archive } = (order ?? {}) as Record<string, unknown>
    const { command, signature } = (signed ?? {}) as Record<string, unknown>
    const given = [source, archive, command, signature].map(String) as [string, string, string, string]
    const problem = stageUpdate(
      folder,
      { source: given[0], archive: given[1], signed: { command: given[2], signature: given[3] } },
      new Date(),
    )
    if (problem === undefined) {
      say('a new version lies ready; restarting into it')
      return restart()
    }
    tell({ staged: { problem } })
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
