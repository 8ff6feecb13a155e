import { type Interval, parseNpmRange } from '@holdfast/kit/version-ranges'
import { compareVersions } from '@holdfast/kit/versions'
import type { Affected } from '../../advisory.ts'

/** From a version on, up to another one that is not among them; without an end where none is told. */
interface Span {
  readonly from: string
  readonly to: string | undefined
}

/**
 * The versions that a range names as vulnerable, without those from which on a range says that they are patched: `8.x || 9.x` without `^8.1.4` is 8.0.0 up to
 * 8.1.4 and all of 9. What is patched stays so within its line. Both are ranges of npm.
 */
export function unpatched(
  vulnerable: string,
  patched: string,
): { readonly events: Affected['ranges'][number]['events'] } | { readonly problem: string } {
  const [bad, good] = [vulnerable, patched].map((text) => parseNpmRange(text))
  if (vulnerable.trim() === '' || !bad?.ok) return { problem: `"${vulnerable.slice(0, 100)}" is no range of versions` }
  if (!good?.ok) return { problem: `"${patched.slice(0, 100)}" is no range of versions` }
  const fixes = patched.trim() === '' ? [] : good.value.intervals.flatMap(({ lower }) => lower?.text ?? [])
  const spans = bad.value.intervals.flatMap((interval) => withoutFixes(interval, fixes))
  const events = joined(spans).flatMap(({ from, to }) => [
    { introduced: from },
    ...(to === undefined ? [] : [{ fixed: to }]),
  ])
  return events.length === 0 ? { problem: 'every vulnerable version is patched' } : { events }
}

/** One interval, cut wherever a fix begins, up to the end of the line that the fix is in. */
function withoutFixes({ lower, upper }: Interval, fixes: readonly string[]): readonly Span[] {
  const end = upper === undefined ? undefined : upper.inclusive ? after(upper.text) : release(upper.text)
  const spans: Span[] = []
  let from: string | undefined = lower?.text ?? '0'
  for (const fix of [...fixes].sort(order)) {
    if (from === undefined || order(fix, from) < 0 || (end !== undefined && order(fix, end) >= 0)) continue
    if (order(from, fix) < 0) spans.push({ from, to: fix })
    from = nextLine(fix)
    if (end !== undefined && order(from, end) >= 0) from = undefined
  }
  if (from !== undefined) spans.push({ from, to: end })
  return spans
}

/** Spans that touch are one: what ends a line repairs nothing where the next line is vulnerable as well. */
function joined(spans: readonly Span[]): readonly Span[] {
  const all: Span[] = []
  for (const span of [...spans].sort((a, b) => order(a.from, b.from))) {
    const last = all.at(-1)
    if (last === undefined || (last.to !== undefined && order(last.to, span.from) < 0)) all.push(span)
    else if (last.to !== undefined && (span.to === undefined || order(last.to, span.to) < 0))
      all[all.length - 1] = { from: last.from, to: span.to }
  }
  return all
}

/** Where the line of a version ends: 9.0.0 of 8.1.4, 0.11.0 of 0.10.48. */
function nextLine(version: string): string {
  const [major = 0, minor = 0] = numbersOf(version)
  return major === 0 ? `0.${minor + 1}.0` : `${major + 1}.0.0`
}

/** The first release after one. */
function after(version: string): string {
  const [major = 0, minor = 0, patch = 0] = numbersOf(version)
  return `${major}.${minor}.${patch + 1}`
}

/** npm writes `<9.0.0-0` for all before 9. */
function release(version: string): string {
  return version.replace(/-0$/, '')
}

function numbersOf(version: string): readonly number[] {
  return version.split(/[.+-]/, 3).map(Number)
}

function order(a: string, b: string): number {
  return compareVersions('npm', a, b) ?? 0
}
