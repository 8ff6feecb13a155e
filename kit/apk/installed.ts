import { ProblemList, type Reading } from '../reading/index.ts'
import { decodeUtf8 } from '../text/index.ts'
import type { ApkFile, ApkPackage } from './package.ts'

export const maxFilesPerPackage = 500_000
const maxLineLength = 1 << 20

/** Reads `/lib/apk/db/installed`, or an unpacked `APKINDEX`, which has no files. Source: apk-tools wiki "Apk spec". */
export function readApkDatabase(bytes: Uint8Array): Reading<ApkPackage> {
  const problems = new ProblemList()
  const items: ApkPackage[] = []
  let draft = new Draft(1)
  const finish = (nextLine: number) => {
    const item = draft.finished(problems)
    if (item !== undefined) items.push(item)
    draft = new Draft(nextLine)
  }
  const text = decodeUtf8(bytes)
  let line = 0
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf('\n', at)
    const end = newline < 0 ? text.length : newline
    line++
    if (end === at) finish(line + 1)
    else if (text[at + 1] !== ':') problems.add('a line that is not "X:value"', { line })
    else if (end - at > maxLineLength) problems.add(`a line longer than ${maxLineLength} characters`, { line })
    else draft.add(text[at] as string, text.slice(at + 2, end), line, problems)
    at = end + 1
  }
  finish(line + 1)
  return { items, problems: problems.list }
}

class Draft {
  readonly #line: number
  readonly #fields = new Map<string, string>()
  readonly #files: ApkFile[] = []
  #folder = ''

  constructor(line: number) {
    this.#line = line
  }

  add(key: string, value: string, line: number, problems: ProblemList): void {
    const last = this.#files.at(-1)
    if (key === 'F') this.#folder = value === '' ? '' : `/${value}`
    else if (key === 'R') {
      if (this.#files.length >= maxFilesPerPackage) problems.add(`more than ${maxFilesPerPackage} files`, { line })
      else this.#files.push({ path: `${this.#folder}/${value}`, digest: undefined, mode: undefined })
    } else if (key === 'Z' && last !== undefined) {
      this.#files[this.#files.length - 1] = { ...last, digest: value }
    } else if (key === 'a' && last !== undefined) {
      const mode = /^[0-9]+:[0-9]+:([0-7]{1,5})/.exec(value)?.[1]
      this.#files[this.#files.length - 1] = { ...last, mode: mode === undefined ? undefined : Number.parseInt(mode, 8) }
    } else if (key !== 'M' && key !== 'a' && key !== 'Z') {
      this.#fields.set(key, value)
    }
  }

  finished(problems: ProblemList): ApkPackage | undefined {
    if (this.#fields.size === 0) return undefined
    const field = (key: string) => this.#fields.get(key)
    const name = field('P')
    const version = field('V')
    if (!name || !version) {
      problems.add(name ? `package ${name.slice(0, 60)} has no version` : 'a package without a name', {
        line: this.#line,
      })
      return undefined
    }
    return {
      name,
      version,
      architecture: field('A') ?? '',
      origin: field('o') || name,
      license: field('L'),
      maintainer: field('m'),
      summary: field('T'),
      installedSize: count(field('I')),
      buildTime: count(field('t')),
      depends: words(field('D')),
      provides: words(field('p')),
      files: this.#files,
    }
  }
}

function count(text: string | undefined): number | undefined {
  return text !== undefined && /^[0-9]{1,15}$/.test(text) ? Number(text) : undefined
}

function words(text: string | undefined): readonly string[] {
  return (text ?? '').split(' ').filter((word) => word !== '')
}
