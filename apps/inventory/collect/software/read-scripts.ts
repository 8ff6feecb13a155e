import { readCopiedScript } from '@holdfast/kit/language-packages'
import type { World } from '@holdfast/platform/contract'
import { type Found, type SoftwareReading, softwareItem } from './software-item.ts'

const maxBytes = 4 * 1024 * 1024

/** Libraries in JavaScript files that were copied to where they are, without a package manager. The file is where each is. */
export async function readScripts(world: World, paths: readonly string[]): Promise<SoftwareReading> {
  const found: Found[] = []
  for await (const answer of world.files.readMany(paths, { maxBytes })) {
    // What cannot be read as a script is none that is known: most are the site's own.
    if (!answer.ok) continue
    for (const each of readCopiedScript(answer.path, answer.bytes).items) {
      const item = softwareItem(each, answer.path)
      if (item) found.push({ item, manifest: answer.path })
    }
  }
  return { found, malformed: [] }
}
