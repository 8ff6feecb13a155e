/** What a file name such as `commons-io-2.11.0.jar` says. */
export interface ArchiveName {
  readonly artifactId: string
  readonly version: string | undefined
}

/**
 * Splits at the last hyphen that a digit follows, unless what stands before it is a qualifier whose number it would take
 * (`foo-2.0-beta-9`, `foo-1.0-20200101.120000-1`).
 */
const shape =
  /^(.+)(?<!-(?:alpha|beta|rc|cr|m|sp|b|build|pre|snapshot|\d{8}\.\d{6}))-(?!\d{8}\.\d{6}-\d+$)(\d(?!.*\.x$)[A-Za-z0-9._+-]*)$/i

export function parseArchiveName(fileName: string): ArchiveName | undefined {
  const stem = /^([^/\\]{1,250})\.(?:jar|war|ear|par|hpi|jpi|aar)$/i.exec(fileName.split('/').at(-1) ?? '')?.[1]
  if (stem === undefined) return undefined
  const match = shape.exec(stem)
  return match === null
    ? { artifactId: stem, version: undefined }
    : { artifactId: match[1] as string, version: match[2] as string }
}

/** True for names of archives that hold Java software. */
export function isJavaArchive(fileName: string): boolean {
  return /\.(?:jar|war|ear|par|hpi|jpi|aar)$/i.test(fileName)
}
