import { type Reading, runReaderAsync } from '@holdfast/kit/reading'
import {
  parseSourceRpm,
  type RpmDatabaseFormat,
  type RpmPackage,
  readRpmDatabase,
  rpmDatabaseFiles,
  rpmDatabaseFolders,
  rpmPurl,
  rpmVersion,
} from '@holdfast/kit/rpm'
import type { FileReader, World } from '@holdfast/platform/contract'
import type { Package } from '../../facts/index.ts'
import { type Distribution, type PackageSet, withSlots } from './package-set.ts'

const candidates = rpmDatabaseFolders.flatMap((folder) =>
  rpmDatabaseFiles.map(({ fileName, format }) => ({ path: `${folder}/${fileName}`, format })),
)

/** Every file whose change means that packages changed. */
export const rpmDatabasePaths = candidates.flatMap(({ path, format }) =>
  format === 'sqlite' ? [path, `${path}-wal`] : [path],
)

/** The database that the host's rpm uses: the first that is there and not empty. */
export async function findRpmDatabase(
  world: World,
): Promise<{ readonly path: string; readonly format: RpmDatabaseFormat } | undefined> {
  const found = new Map<string, number>()
  // The folder may be a link; a size of zero is what an unused format leaves behind.
  for (const { path } of candidates) {
    const opened = await world.files.open(path)
    if (!opened.ok) continue
    if (opened.file.size > 0) found.set(path, opened.file.size)
    await opened.file.close()
  }
  return candidates.find(({ path }) => found.has(path))
}

/** Reads the raw packages of rpm's database, piece by piece. */
export async function readRpmHeaders(
  world: World,
  database: { readonly path: string; readonly format: RpmDatabaseFormat },
  withFiles: boolean,
): Promise<Reading<RpmPackage> | undefined> {
  const main = await world.files.open(database.path)
  if (!main.ok) return undefined
  const log = database.format === 'sqlite' ? await world.files.open(`${database.path}-wal`) : undefined
  const inputs: FileReader[] = [main.file, ...(log?.ok ? [log.file] : [])]
  try {
    const reader = readRpmDatabase({ format: database.format, withLog: inputs.length > 1, withFiles })
    return await runReaderAsync(reader, async (offset, length, input) => {
      return (await inputs[input]?.read(offset, length)) ?? new Uint8Array()
    })
  } finally {
    for (const input of inputs) await input.close()
  }
}

/** Reads rpm's database; undefined where there is none. */
export async function readRpm(world: World, distribution: Distribution): Promise<PackageSet | undefined> {
  const database = await findRpmDatabase(world)
  if (database === undefined) return undefined
  const reading = await readRpmHeaders(world, database, false)
  if (reading === undefined)
    return {
      scope: 'rpm',
      packages: [],
      malformed: [],
      unseen: [{ reason: 'denied', detail: `${database.path} could not be read` }],
    }
  const packages = reading.items.map((each): Package => {
    const source = each.sourceRpm === undefined ? undefined : parseSourceRpm(each.sourceRpm)
    const version = rpmVersion(each)
    return {
      ecosystem: 'rpm',
      name: each.name,
      version,
      architecture: each.architecture ?? '',
      sourceName: source?.name ?? each.name,
      sourceVersion: source?.version ?? version,
      purl: rpmPurl(each, distribution) ?? '',
      vendor: each.vendor,
      license: each.license,
      installedAt: each.installTime === undefined ? undefined : new Date(each.installTime * 1000).toISOString(),
      sizeBytes: each.size,
    }
  })
  const malformed = reading.problems.length > 0 ? [{ path: database.path, problems: reading.problems }] : []
  return { scope: 'rpm', packages: withSlots(packages), malformed, unseen: [] }
}
