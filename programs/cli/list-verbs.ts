import type { CliFace, Verb } from '@holdfast/platform/contract'
import { coreVerbs } from './core-verbs.ts'

/** All verbs: of the platform and of the apps, sorted by name. */
export async function listVerbs(): Promise<readonly Verb[]> {
  const { cliFaces } = (await import('../../apps/cli.ts').catch(() => ({ cliFaces: [] }))) as {
    cliFaces: readonly CliFace[]
  }
  return [...coreVerbs, ...cliFaces.flatMap((face) => face.verbs)].sort((a, b) => (a.name < b.name ? -1 : 1))
}
