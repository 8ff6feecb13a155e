import { identifyOperatingSystem, type OperatingSystem, releaseFiles } from '@holdfast/kit/os-release'
import type { Problem } from '@holdfast/kit/reading'
import type { World } from '@holdfast/platform/contract'

const maxBytes = 4 * 1024 * 1024

/** Reads the release files of a world and says which operating system it is; undefined where none tells. */
export async function identify(
  world: World,
): Promise<{ readonly system: OperatingSystem | undefined; readonly problems: readonly Problem[] }> {
  const files = new Map<string, Uint8Array>()
  // The program of busybox is looked at only where nothing else tells: it is large.
  const small = releaseFiles.filter((path) => !path.startsWith('/bin/'))
  for await (const answer of world.files.readMany(small, { maxBytes }))
    if (answer.ok) files.set(answer.path, answer.bytes)
  if (files.size > 0) return identifyOperatingSystem(files)
  for await (const answer of world.files.readMany(releaseFiles, { maxBytes }))
    if (answer.ok) files.set(answer.path, answer.bytes)
  return identifyOperatingSystem(files)
}
