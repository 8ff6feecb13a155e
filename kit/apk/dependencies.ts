import type { ApkPackage } from './package.ts'

/** For each package the names of the installed packages that satisfy its dependencies, sorted, without itself. */
export function resolveApkDependencies(packages: readonly ApkPackage[]): ReadonlyMap<string, readonly string[]> {
  const providers = new Map<string, string>()
  for (const { name, provides } of packages) {
    for (const provided of [name, ...provides]) providers.set(withoutConstraint(provided), name)
  }
  return new Map(
    packages.map(({ name, depends }) => {
      const found = depends
        .filter((dependency) => !dependency.startsWith('!'))
        .map((dependency) => providers.get(withoutConstraint(dependency)))
        .filter((provider) => provider !== undefined && provider !== name) as string[]
      return [name, [...new Set(found)].sort()]
    }),
  )
}

function withoutConstraint(text: string): string {
  return text.replace(/[<>=~@].*$/, '')
}
