import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { test } from 'node:test'
import differences from './corpus-differences.json' with { type: 'json' }
import { type Report, type ReportFinding, readReport } from './index.ts'

const corpora = process.env.HOLDFAST_CORPORA ?? join(import.meta.dirname, '../../../shared/corpora')
const folder = join(corpora, 'defectdojo-scans')
const skip = existsSync(folder) ? false : `no reports at ${folder}`

interface Expected {
  readonly file: string
  readonly findings: number | null
  readonly asserts: readonly (readonly [expression: string, operator: '==' | 'contains', value: unknown])[]
}

const files = skip
  ? []
  : readdirSync(join(folder, 'scans'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
const expected: readonly Expected[] = skip ? [] : JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8'))
const unread: Readonly<Record<string, string>> = differences.unread
const counts: Readonly<Record<string, { readonly findings: number; readonly why: string }>> = differences.counts

function read(file: string): Report | undefined {
  const reading = readReport(readFileSync(join(folder, file)))
  return reading.ok ? reading.report : undefined
}

test('every report is read, or is among those that are not, with the reason', { skip }, () => {
  assert.ok(files.length >= 100)
  assert.deepEqual(files.filter((file) => read(file) === undefined).sort(), Object.keys(unread).sort())
})

test('every report has the findings that are expected, or another number for a reason', { skip }, (context) => {
  const wanted = new Map<string, number>()
  for (const { file, findings } of expected) if (findings !== null) wanted.set(file, findings)
  const wrong: string[] = []
  let same = 0
  for (const [file, count] of wanted) {
    if (file in unread) continue
    const have = read(file)?.findings.length
    if (have !== (counts[file]?.findings ?? count)) wrong.push(`${file}: ${have}, not ${count}`)
    else if (!(file in counts)) same++
  }
  context.diagnostic(
    `${same} of ${wanted.size} reports have the expected number, ${Object.keys(counts).length} another one for a stated reason`,
  )
  assert.deepEqual(wrong, [])
  assert.deepEqual(
    Object.keys(counts).filter((file) => wanted.get(file) === counts[file]?.findings),
    [],
    'no longer different',
  )
})

/** What is compared of a finding, by the name of the property in the corpus. */
const properties: Readonly<Record<string, (finding: ReportFinding) => unknown>> = {
  severity: ({ severity }) => severity,
  title: ({ title }) => title,
  component_name: ({ place }) => place.component?.name,
  component_version: ({ place }) => place.component?.version,
  vuln_id_from_tool: ({ rule }) => rule,
  cvssv3: ({ cvss }) => cvss,
  cvssv3_score: ({ score }) => score,
  cwe: ({ cwes }) => cwes,
  file_path: ({ place }) => place.file,
  fix_version: ({ fix }) => fix,
  mitigation: ({ fix }) => fix,
  description: ({ text }) => text,
  unsaved_vulnerability_ids: ({ ids }) => ids,
}

test('findings say what is expected of them', { skip }, (context) => {
  const wrong: string[] = []
  let right = 0
  let explained = 0
  for (const { file, asserts } of expected) {
    // Where findings are counted in another way, the first of theirs is not the first of ours.
    if (file in counts || file in unread) continue
    const report = read(file)
    for (const [expression, operator, value] of asserts) {
      const [, index, property = ''] = /^\(?findings\[(-?\d+)\]\)?\.(\w+)(?:\[\d+\])?$/.exec(expression) ?? []
      const take = properties[property]
      const finding = report?.findings.at(Number(index))
      if (index === undefined || take === undefined) continue
      const have = finding === undefined ? undefined : take(finding)
      if (agrees(have, operator, value)) right++
      else if (differences.properties.some((one) => file.includes(one.file) && one.of.includes(property))) explained++
      else wrong.push(`${file} ${expression}: ${JSON.stringify(have)} instead of ${JSON.stringify(value)}`)
    }
  }
  context.diagnostic(`${right} properties as expected, ${explained} otherwise for a stated reason`)
  assert.deepEqual(wrong, [])
  assert.ok(right > 130)
})

function agrees(have: unknown, operator: '==' | 'contains', value: unknown): boolean {
  const plain = (one: unknown) =>
    JSON.stringify(
      typeof one === 'number' ? String(one) : typeof one === 'string' ? one.trim() : (one ?? null),
    ).toLowerCase()
  const list = Array.isArray(have) ? have : [have]
  if (Array.isArray(value)) return value.every((one) => list.some((item) => plain(item) === plain(one)))
  if (operator === 'contains') return plain(have).includes(plain(value).slice(1, -1))
  // A weakness of 0, and null, say that there is none.
  return list.length === 0 ? value === 0 || value === null : list.some((item) => plain(item) === plain(value))
}

test('the same report gives the same keys, each once', { skip }, () => {
  for (const file of files) {
    const [once, twice] = [read(file), read(file)].map((report) => report?.findings.map(({ key }) => key))
    assert.deepEqual(once, twice, file)
    assert.equal(new Set(once).size, once?.length ?? 0, file)
  }
})

test('no report that is cut off or broken makes a reader throw', { skip }, () => {
  for (const file of files) {
    const bytes = readFileSync(join(folder, file))
    for (const share of [0.1, 0.5, 0.9, 0.99]) {
      const cut = bytes.subarray(0, Math.floor(bytes.length * share))
      const reading = readReport(cut)
      if (reading.ok) assert.ok(Array.isArray(reading.report.findings))
      else assert.ok(reading.problem.message.length > 0, file)
    }
    // Every value becomes another kind of value: readers believe nothing.
    for (const [from, to] of [
      [/":\s*\[/g, '":{"x":['],
      [/":\s*"[^"]*"/g, '":7'],
      [/":\s*\d+/g, '":null'],
    ] as const)
      readReport(Buffer.from(bytes.toString('utf8').replace(from, to)))
  }
})
