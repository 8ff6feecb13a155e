import type { LiveProcess, World } from '@holdfast/platform/contract'
import { type UserNames, userNames } from '../accounts/user-names.ts'
import { packageOwners } from '../owners/package-owners.ts'
import { scriptOf } from './script-of.ts'
import { type Belonging, whereItBelongs } from './where-it-belongs.ts'

/** A process with what can be said about its program. */
export interface Program extends Belonging {
  readonly process: LiveProcess
  /** Without the kernel's mark for files that are gone. */
  readonly executable: string | undefined
  readonly replaced: boolean
  readonly script: string | undefined
  readonly package: string | undefined
  readonly user: string
}

const gone = ' (deleted)'

/** Threads of the kernel are children of kthreadd and have neither memory nor program. */
export function isKernelThread(process: LiveProcess): boolean {
  if (process.executable !== undefined || process.arguments.length > 0 || process.residentBytes > 0) return false
  return process.parent === 2 || (process.pid === 2 && process.name === 'kthreadd')
}

/** Names program, script, package, unit and user of processes. */
export async function seePrograms(
  world: World,
  processes: readonly LiveProcess[],
  names?: UserNames,
): Promise<readonly Program[]> {
  const users = names ?? (await userNames(world))
  const seen = processes.map((process) => {
    const replaced = process.executable?.endsWith(gone) ?? false
    const executable = replaced ? process.executable?.slice(0, -gone.length) : process.executable
    return { process, executable, replaced, script: scriptOf(executable, process.arguments) }
  })
  const paths = seen.flatMap(({ executable, script }) => [executable, script].filter((path) => path?.startsWith('/')))
  const owners = await packageOwners(world, paths as string[])
  return seen.map((program) => {
    const belonging = whereItBelongs(program.process.cgroup)
    // The package of an interpreter says nothing about what it runs, and a path in a container is not one of this host.
    const decides = belonging.container === undefined ? (program.script ?? program.executable) : undefined
    return {
      ...program,
      ...belonging,
      package: decides === undefined ? undefined : owners.get(decides),
      user: users.user(program.process.uid),
    }
  })
}
