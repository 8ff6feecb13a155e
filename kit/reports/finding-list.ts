import { ProblemList } from '../reading/index.ts'
import { cwesIn, idsIn } from './identifiers.ts'
import { type ReportFinding, type ReportPlace, type ReportSeverity, reportLimits } from './report.ts'
import { bestVector, levelOfScore, levelOfWord } from './severity.ts'

/** A finding as a format has it: texts as written, of which any may be missing. */
export interface FindingDraft {
  readonly rule: unknown
  readonly title?: unknown
  /** A word of the tool. Without one that is known, the score tells. */
  readonly severity?: unknown
  /** Texts that name CVEs and advisories. */
  readonly ids?: readonly unknown[]
  /** Numbers, or texts that name them. */
  readonly cwes?: readonly unknown[]
  /** Vectors of CVSS. */
  readonly cvss?: readonly unknown[]
  readonly score?: unknown
  readonly place: { readonly [name in keyof ReportPlace]: unknown }
  /** Tells two findings of one rule at one place apart: a parameter, the tool's own fingerprint. */
  readonly instance?: unknown
  readonly fix?: unknown
  readonly text?: unknown
}

/** Collects the findings of one report: normalised, each key once. */
export class FindingList {
  readonly problems = new ProblemList()
  readonly #findings = new Map<string, ReportFinding>()
  #passed = 0
  #full = false

  /** An entry that says that something is in order, or could not be looked at. */
  pass(): void {
    this.#passed++
  }

  add(draft: FindingDraft): void {
    const rule = nameOf(draft.rule)
    if (rule === undefined) {
      this.problems.add('a finding names no rule, plugin or id: it is left out')
      return
    }
    const place = placeOf(draft.place)
    const key = keyOf(rule, place, nameOf(draft.instance))
    const known = this.#findings.get(key)
    if (known !== undefined) {
      this.#findings.set(key, { ...known, times: known.times + 1 })
      return
    }
    if (this.#findings.size >= reportLimits.findings) {
      if (!this.#full) this.problems.add(`more than ${reportLimits.findings} findings; the rest is left out`)
      this.#full = true
      return
    }
    const best = bestVector((draft.cvss ?? []).filter((one) => typeof one === 'string'))
    const score = best?.score ?? scoreOf(draft.score)
    this.#findings.set(key, {
      key,
      rule,
      title: nameOf(draft.title) ?? rule,
      severity: levelOf(draft.severity, score),
      ids: idsIn([rule, ...(draft.ids ?? []).slice(0, reportLimits.list)]),
      cwes: cwesIn((draft.cwes ?? []).slice(0, reportLimits.list)),
      cvss: best?.vector,
      score,
      place,
      fix: textOf(draft.fix),
      text: textOf(draft.text),
      times: 1,
    })
  }

  get findings(): readonly ReportFinding[] {
    return [...this.#findings.values()]
  }

  get passed(): number {
    return this.#passed
  }
}

function levelOf(word: unknown, score: number | undefined): ReportSeverity {
  const told = typeof word === 'string' ? levelOfWord(word) : undefined
  if (told !== undefined && told !== 'unknown') return told
  return score === undefined ? 'unknown' : levelOfScore(score)
}

function scoreOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && number >= 0 && number <= 10 ? number : undefined
}

function placeOf(draft: FindingDraft['place']): ReportPlace {
  const component = (typeof draft.component === 'object' ? draft.component : undefined) as
    | { readonly name?: unknown; readonly version?: unknown; readonly purl?: unknown }
    | undefined
  const port = wholeNumber(draft.port)
  const line = wholeNumber(draft.line)
  const [name, version, purl] = [component?.name, component?.version, component?.purl].map(nameOf)
  return present({
    host: nameOf(draft.host),
    port: port !== undefined && port > 0 && port < 65_536 ? port : undefined,
    protocol: nameOf(draft.protocol)?.toLowerCase(),
    url: nameOf(draft.url),
    file: nameOf(draft.file),
    line: line !== undefined && line > 0 ? line : undefined,
    resource: nameOf(draft.resource),
    component: name === undefined ? undefined : present({ name, version, purl }),
  })
}

function present<T extends object>(value: T): { [name in keyof T]: Exclude<T[name], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as never
}

/** Lines move with every change of a file and are no part of it, unless nothing else tells two places apart. */
function keyOf(rule: string, place: ReportPlace, instance: string | undefined): string {
  const { host, port, protocol, url, file, resource, component } = place
  const within = instance ?? (file === undefined || component !== undefined ? undefined : place.line)
  const parts = [rule, host, port, protocol, url, file, resource, component?.name, component?.version, within]
  return parts
    .map((part) => String(part ?? '').replace(/[%|]/g, (letter) => (letter === '|' ? '%7C' : '%25')))
    .join('|')
}

function wholeNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,9}$/.test(value.trim()) ? Number(value) : value
  return typeof number === 'number' && Number.isInteger(number) ? number : undefined
}

/** A text in one line that is not empty, cut to the length of names. */
function nameOf(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value : ''
  const cut = text.slice(0, reportLimits.text).replace(/\s+/g, ' ').trim().slice(0, reportLimits.name)
  return cut === '' ? undefined : cut
}

function textOf(value: unknown): string | undefined {
  const cut = typeof value === 'string' ? value.slice(0, reportLimits.text).trim() : ''
  return cut === '' ? undefined : cut
}
