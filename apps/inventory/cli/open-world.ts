import type { VerbContext, World } from '@holdfast/platform/contract'
import { hostWorld, rootWorld } from '@holdfast/platform/world'
import { exitStatus, ScanError } from './scan-error.ts'

const targets = ['root', 'ssh', 'image', 'snapshot'] as const

/** Opens what the options name: this host unless they name another. Throws a ScanError that says why it cannot. */
export async function openWorld(context: VerbContext): Promise<World> {
  const text = (name: string) => context.options[name] as string | undefined
  const named = targets.filter((target) => text(target) !== undefined)
  if (named.length > 1)
    throw new ScanError(`--${named.join(' and --')} exclude each other: scan one thing at a time.`, exitStatus.usage)
  try {
    const root = text('root')
    if (root !== undefined) return rootWorld(root)
    return hostWorld()
  } catch (error) {
    if (error instanceof ScanError) throw error
    throw new ScanError((error as Error).message, exitStatus.nothing)
  }
}
