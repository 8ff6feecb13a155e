/** The file name below /var/lib/apt/lists under which apt keeps what it fetched from a URI. */
export function aptListName(uri: string): string {
  return uri
    .replace(/^[a-z0-9+.-]+:\/{0,2}(?:[^/@]*@)?/i, '')
    .replace(
      /[\\|{}[\]<>"^~_=!@#$%&*]|[^\x21-\x7e]/g,
      (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
    )
    .replaceAll('/', '_')
}

/** What a file name below /var/lib/apt/lists says. Indexes and release file of one suite have the same `suite`. */
export interface AptListName {
  readonly suite: string
  readonly kind: 'release' | 'packages'
  readonly component: string | undefined
  readonly architecture: string | undefined
  /** How apt keeps it: `lz4` by default where indexes stay compressed. */
  readonly compression: 'lz4' | 'gz' | 'xz' | 'bz2' | 'zst' | 'lzma' | undefined
}

export function parseAptListName(fileName: string): AptListName | undefined {
  const match = /^(.+?)(?:_([^_]+)_binary-([^_]+))?_(InRelease|Release|Packages)(?:\.(lz4|gz|xz|bz2|zst|lzma))?$/.exec(
    fileName,
  )
  if (match === null) return undefined
  const [, suite, component, architecture, kind, compression] = match
  return {
    suite: suite as string,
    kind: kind === 'Packages' ? 'packages' : 'release',
    component,
    architecture,
    compression: compression as AptListName['compression'],
  }
}
