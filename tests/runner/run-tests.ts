import { relative } from 'node:path'
import { run } from 'node:test'
import type { Totals } from './totals.ts'

const root = new URL('../..', import.meta.url).pathname

/** Runs the files, two at a time, each in a process of its own, and prints a line a file as it ends. */
export async function runTests(files: readonly string[], totals: Totals): Promise<void> {
  if (files.length === 0) return
  const perFile = new Map<string, { passed: number; failed: number; skipped: number }>()
  const of = (file: string) => {
    const entry = perFile.get(file) ?? { passed: 0, failed: 0, skipped: 0 }
    perFile.set(file, entry)
    return entry
  }
  const stream = run({ files: [...files], concurrency: 2, isolation: 'process', timeout: 15 * 60_000 })
  const title = (file: string | undefined, name: string) => `${file ? relative(root, file) : 'test'}: ${name}`
  stream.on('test:pass', (event) => {
    if (event.details.type === 'suite' || isFile(event.name, event.nesting)) return
    const reason = event.skip ?? event.todo
    if (reason !== undefined) {
      of(event.file ?? '').skipped++
      totals.skip(title(event.file, event.name), typeof reason === 'string' && reason ? reason : 'no reason given')
    } else {
      of(event.file ?? '').passed++
      totals.pass()
    }
  })
  stream.on('test:fail', (event) => {
    const error = event.details.error
    // A suite or parent fails because a child did; the child is counted.
    if (
      (error.cause as { failureType?: string } | undefined)?.failureType === 'subtestsFailed' ||
      ('failureType' in error && error.failureType === 'subtestsFailed')
    )
      return
    of(event.file ?? '').failed++
    const cause =
      error.cause instanceof Error ? (error.cause.stack ?? error.cause.message) : String(error.cause ?? error.message)
    totals.fail(title(event.file, event.name), cause)
    process.stdout.write(`✖ ${title(event.file, event.name)}\n`)
  })
  stream.on('test:summary', (summary) => {
    if (!summary.file) return
    const counts = of(summary.file)
    const seconds = (summary.duration_ms / 1000).toFixed(1)
    const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''
    process.stdout.write(
      `${counts.failed > 0 ? '✖' : '✔'} ${relative(root, summary.file)}: ${counts.passed} passed${skipped} (${seconds} s)\n`,
    )
  })
  stream.resume()
  await new Promise<void>((resolve) => stream.on('end', resolve))
}

/** With process isolation the runner reports the file itself as a test when the file declares none. */
function isFile(name: string, nesting: number): boolean {
  return nesting === 0 && name.endsWith('.test.ts')
}
