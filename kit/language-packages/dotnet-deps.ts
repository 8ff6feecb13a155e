import { asRecord, asText, ProblemList, type Reading, readJson } from '../reading/index.ts'
import type { LanguagePackage } from './language-package.ts'

/** A library that a .NET program brings along. */
export interface DotnetLibrary extends LanguagePackage {
  readonly type: 'nuget'
  /** `project` for the program itself and its own parts, `package` for what came from a registry, `runtimepack` for the runtime. */
  readonly kind: string
  readonly dependsOn: readonly string[]
}

/**
 * Reads `*.deps.json`. Libraries that the target lists without anything to run are needed to compile only and are left out.
 * Source: dotnet/sdk "runtime-configuration-file".
 */
export function readDotnetDeps(bytes: Uint8Array): Reading<DotnetLibrary> {
  const problems = new ProblemList()
  const document = asRecord(readJson(bytes, problems))
  const libraries = document.libraries
  if (libraries === undefined) problems.add('no libraries')
  const targetName = asText(asRecord(document.runtimeTarget).name)
  const target = asRecord(document.targets)[targetName ?? '']
  const items: DotnetLibrary[] = []
  for (const [id, value] of Object.entries(asRecord(libraries))) {
    const slash = id.indexOf('/')
    if (slash <= 0 || slash === id.length - 1) {
      problems.add(`"${id.slice(0, 60)}" is not name/version`)
      continue
    }
    const kind = asText(asRecord(value).type) ?? ''
    const listed = asRecord(target)[id]
    const here = asRecord(listed)
    if (listed !== undefined && kind === 'package' && !isPresent(here)) continue
    const dependsOn = Object.entries(asRecord(here.dependencies)).map(([name, version]) => `${plain(name)}/${version}`)
    items.push({
      type: 'nuget',
      name: plain(id.slice(0, slash)),
      version: id.slice(slash + 1),
      licenses: [],
      dev: false,
      kind,
      dependsOn,
    })
  }
  return { items, problems: problems.list }
}

/** The runtime's own packages carry a prefix here that their names in the registry lack. */
function plain(name: string): string {
  return name.replace(/^runtimepack\./, '')
}

function isPresent(library: Readonly<Record<string, unknown>>): boolean {
  return ['runtime', 'runtimeTargets', 'native'].some((key) => library[key] !== undefined)
}
