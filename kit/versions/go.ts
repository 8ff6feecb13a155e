import type { VersionScheme } from './scheme.ts'
import { compareSemver, parseSemver, type SemVersion, semverKey } from './semver.ts'

/**
 * Go module versions: semver with `v`, of which pseudo-versions (`v0.0.0-20180116102854-5a71ef0e047d`) and `+incompatible` are cases,
 * and toolchain versions (`go1.22rc1`). Source: "Go Modules Reference", "Go Toolchains".
 */
export const go: VersionScheme<SemVersion> = { parse, compare: compareSemver, key: semverKey }

function parse(text: string): SemVersion | undefined {
  const toolchain = /^(?:go)?([0-9]+(?:\.[0-9]+){1,2})(alpha|beta|rc)([0-9]+)(?: .*)?$/.exec(text)
  if (toolchain !== null) {
    const [, numbers, label, count] = toolchain as unknown as [string, string, string, string]
    return { numbers: numbers.split('.'), prerelease: [label, count], build: undefined }
  }
  // A toolchain may name its experiments after a space: "go1.22.1 X:rangefunc".
  return parseSemver(text.startsWith('go') ? (text.slice(2).split(' ', 1)[0] as string) : text)
}
