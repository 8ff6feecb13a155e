import type { World } from '@holdfast/platform/contract'
import { readableTexts } from '../look/read-text.ts'
import type { Program } from './see-programs.ts'

/** Folders above a script that are asked whether they are an installation, at most. */
const maxFolders = 8

/** The programs that are Holdfast's own: run by Node from a script in a folder whose package.json names the product, with its launcher beside. */
export async function holdfastPrograms(world: World, programs: readonly Program[]): Promise<ReadonlySet<Program>> {
  const candidates = programs.filter(
    ({ executable, script }) => /(?:^|\/)node$/.test(executable ?? '') && script?.startsWith('/'),
  )
  const folders = new Map(candidates.map((program) => [program, foldersAbove(program.script as string)]))
  const manifests = await readableTexts(
    world,
    [...new Set([...folders.values()].flat())].map((folder) => `${folder}/package.json`),
  )
  const ours = new Set<Program>()
  for (const [program, above] of folders) {
    if (above.some((folder) => isHoldfast(manifests.get(`${folder}/package.json`)))) ours.add(program)
  }
  return ours
}

function foldersAbove(path: string): readonly string[] {
  const parts = path.split('/')
  return parts
    .map((_, index) => parts.slice(0, index).join('/'))
    .filter((folder) => folder !== '')
    .slice(-maxFolders)
}

function isHoldfast(manifest: string | undefined): boolean {
  if (manifest === undefined) return false
  try {
    return (JSON.parse(manifest) as { name?: unknown } | null)?.name === 'holdfast'
  } catch {
    return false
  }
}
