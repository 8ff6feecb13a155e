import { readExecutable } from '../executable/index.ts'
import {
  asList,
  asRecord,
  asText,
  type LazyReader,
  MalformedInput,
  ProblemList,
  type Reading,
  readExactly,
  readJson,
} from '../reading/index.ts'
import type { LanguagePackage } from './language-package.ts'

/** A crate that a program was built from. */
export interface CargoPackage extends LanguagePackage {
  readonly type: 'cargo'
  /** `crates.io`, `git`, `local`, `registry`. */
  readonly source: string | undefined
  readonly root: boolean
  /** Names and versions of the crates it uses: `name@version`. */
  readonly dependsOn: readonly string[]
}

/** Undoes zlib compression; undefined when malformed or more than `maxOutput` bytes. */
export type InflateZlib = (bytes: Uint8Array, maxOutput: number) => Uint8Array | undefined

const maxSize = 1 << 24
const sectionNames: ReadonlySet<string> = new Set(['.dep-v0', '.rust-deps-v0', '__dep-v0', 'rust-deps-v0'])

/** Reads what `cargo auditable` embeds in a program; nothing where a program has none. Source: rust-secure-code "auditable". */
export function* readCargoAudit(inflate: InflateZlib): LazyReader<Reading<CargoPackage>> {
  const problems = new ProblemList()
  try {
    const executable = yield* readExecutable()
    const section = executable?.sections.find(({ name }) => sectionNames.has(name))
    if (section === undefined) return { items: [], problems: [] }
    if (section.size > maxSize) throw new MalformedInput('the list of crates is too large', section.offset)
    const { bytes } = yield* readExactly(section.offset, section.size)
    const json = inflate(bytes, maxSize)
    if (json === undefined) throw new MalformedInput('the list of crates cannot be decompressed', section.offset)
    return { items: readPackages(readJson(json, problems), problems), problems: problems.list }
  } catch (error) {
    if (!(error instanceof MalformedInput)) throw error
    problems.add(error.message, { offset: error.offset })
    return { items: [], problems: problems.list }
  }
}

function readPackages(document: unknown, problems: ProblemList): readonly CargoPackage[] {
  const packages = asList(asRecord(document).packages).map(asRecord)
  const id = (index: unknown) => {
    const one = packages[index as number]
    return one === undefined ? undefined : `${asText(one.name)}@${asText(one.version)}`
  }
  return packages.flatMap((one, index): readonly CargoPackage[] => {
    const name = asText(one.name)
    const version = asText(one.version)
    if (name === undefined || version === undefined) {
      problems.add(`crate ${index} has no name or version`)
      return []
    }
    return [
      {
        type: 'cargo',
        name,
        version,
        licenses: [],
        dev: one.kind === 'build',
        source: asText(one.source),
        root: one.root === true,
        dependsOn: asList(one.dependencies)
          .map(id)
          .filter((other) => other !== undefined),
      },
    ]
  })
}
