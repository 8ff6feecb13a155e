import { readParagraphs, splitClearsigned } from '../deb822/index.ts'
import { type Problem, ProblemList } from '../reading/index.ts'
import { decodeUtf8 } from '../text/index.ts'

/** What a repository says of itself. Dates are as written (RFC 5322 with UTC). */
export interface Release {
  readonly origin: string | undefined
  readonly label: string | undefined
  readonly suite: string | undefined
  readonly codename: string | undefined
  readonly version: string | undefined
  readonly date: string | undefined
  readonly validUntil: string | undefined
  readonly architectures: readonly string[]
  readonly components: readonly string[]
  /** Indexes by path relative to the suite. */
  readonly sha256: ReadonlyMap<string, { readonly size: number; readonly digest: string }>
  /** True when the text carries a signature; whether it is good is for the holder of the keys to say. */
  readonly signed: boolean
}

/** Reads `InRelease` or `Release`. Undefined with a problem when no stanza is there. */
export function readRelease(bytes: Uint8Array): {
  readonly release: Release | undefined
  readonly problems: readonly Problem[]
} {
  const problems = new ProblemList()
  const { body, signature } = splitClearsigned(decodeUtf8(bytes))
  const [first] = readParagraphs(body, { problems })
  if (first === undefined) {
    problems.add('no stanza in a Release file')
    return { release: undefined, problems: problems.list }
  }
  const { fields } = first
  const words = (name: string) => (fields.get(name) ?? '').split(/\s+/).filter((word) => word !== '')
  const sha256 = new Map<string, { size: number; digest: string }>()
  for (const line of (fields.get('sha256') ?? '').split('\n')) {
    const match = /^\s*([0-9a-f]{64})\s+([0-9]{1,15})\s+(\S+)\s*$/.exec(line)
    if (match !== null) sha256.set(match[3] as string, { size: Number(match[2]), digest: match[1] as string })
    else if (line.trim() !== '') problems.add('a SHA256 line that is not "digest size path"', { line: first.line })
  }
  return {
    release: {
      origin: fields.get('origin'),
      label: fields.get('label'),
      suite: fields.get('suite'),
      codename: fields.get('codename'),
      version: fields.get('version'),
      date: fields.get('date'),
      validUntil: fields.get('valid-until'),
      architectures: words('architectures'),
      components: words('components'),
      sha256,
      signed: signature !== '',
    },
    problems: problems.list,
  }
}
