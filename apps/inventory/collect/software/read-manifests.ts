import {
  type LanguagePackage,
  readComposerInstalled,
  readGemspec,
  readNpmPackage,
  readPythonMetadata,
} from '@holdfast/kit/language-packages'
import type { Reading } from '@holdfast/kit/reading'
import type { World } from '@holdfast/platform/contract'
import { type Found, type SoftwareReading, softwareItem } from './software-item.ts'

type Read = (bytes: Uint8Array) => Reading<LanguagePackage>

/** How a language's manifests are read, and what holds the software that one tells of. */
const languages = {
  npm: { read: readNpmPackage as Read, holder: parent },
  // Directory of the metadata, two levels up from METADATA; one from an egg-info that is a file.
  pypi: {
    read: readPythonMetadata as Read,
    holder: (path: string) => parent(path.endsWith('.egg-info') ? path : parent(path)),
  },
  gem: { read: readGemspec as Read, holder: (path: string) => path.slice(0, path.lastIndexOf('/specifications/')) },
  composer: { read: readComposerInstalled as Read, holder: (path: string) => parent(parent(path)) },
} as const

const maxBytes = 16 * 1024 * 1024

/** Reads the manifests of one language. */
export async function readManifests(
  world: World,
  language: keyof typeof languages,
  paths: readonly string[],
): Promise<SoftwareReading> {
  const { read, holder } = languages[language]
  const found: Found[] = []
  const malformed: SoftwareReading['malformed'][number][] = []
  for await (const answer of world.files.readMany(paths, { maxBytes })) {
    if (!answer.ok) {
      if (answer.reason !== 'missing')
        malformed.push({ path: answer.path, problems: [{ message: `could not be read: ${answer.reason}` }] })
      continue
    }
    const { items, problems } = read(answer.bytes)
    if (problems.length > 0) malformed.push({ path: answer.path, problems })
    for (const each of items) {
      const item = softwareItem(each, holder(answer.path))
      if (item) found.push({ item, manifest: answer.path })
    }
  }
  return { found, malformed }
}

function parent(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 1))
}
