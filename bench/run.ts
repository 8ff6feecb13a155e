// `npm run bench [name …] [--scale 0.01]`: the full-size benchmarks. Prints a table and appends it to bench/results/.
import { execFileSync } from 'node:child_process'
import { appendFileSync, globSync, mkdirSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'
import type { Bench, Figure } from './bench.ts'

const here = new URL('.', import.meta.url).pathname
const words = process.argv.slice(2)
const at = words.indexOf('--scale')
const scale = at >= 0 ? Number(words.splice(at, 2)[1]) : 1
if (!(scale > 0 && scale <= 1)) fail('--scale takes a number above 0 and up to 1')

const benches: Bench[] = []
for (const file of globSync('*.bench.ts', { cwd: here }).sort()) {
  benches.push(((await import(`./${file}`)) as { bench: Bench }).bench)
}
const unknown = words.filter((word) => !benches.some(({ name }) => name === word))
if (unknown.length > 0)
  fail(`no bench named ${unknown.join(', ')}; there are: ${benches.map(({ name }) => name).join(', ')}`)

const cpu = cpus()
process.stdout.write(
  `${cpu.length} cores (${cpu[0]?.model}), ${Math.round(totalmem() / 2 ** 30)} GiB, load ${loadavg()[0]?.toFixed(2)}, Node ${process.versions.node}, scale ${scale}\n`,
)
let short = 0
for (const bench of benches) {
  if (words.length > 0 && !words.includes(bench.name)) continue
  process.stdout.write(`\n${bench.name}: ${bench.summary}\n`)
  try {
    const figures = await bench.run({ scale, log: (line) => process.stderr.write(`  ${line}\n`) })
    for (const figure of figures) process.stdout.write(`  ${row(figure)}\n`)
    short += figures.filter((figure) => !reached(figure)).length
    keep(bench.name, figures)
  } catch (error) {
    short++
    process.stdout.write(
      `  could not be measured: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    )
  }
}
process.stdout.write(
  short === 0 ? '\nEvery stated figure was reached.\n' : `\n${short} figures fell short or could not be measured.\n`,
)
process.exit(0)

function reached({ value, atLeast, atMost }: Figure): boolean {
  return (atLeast === undefined || value >= atLeast) && (atMost === undefined || value <= atMost)
}

function row(figure: Figure): string {
  const { what, value, unit, atLeast, atMost, note } = figure
  const goal = atLeast !== undefined ? `at least ${atLeast}` : atMost !== undefined ? `at most ${atMost}` : ''
  const verdict =
    goal === ''
      ? ''
      : scale < 1
        ? `(goal at full size: ${goal})`
        : reached(figure)
          ? `reached (${goal})`
          : `SHORT (${goal})`
  return [what.padEnd(64), `${round(value)} ${unit}`.padEnd(22), verdict, note ? `· ${note}` : ''].join(' ').trimEnd()
}

function round(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toPrecision(2)
}

/** Only full-size runs are kept: a figure at a fraction of the size proves nothing. */
function keep(name: string, figures: readonly Figure[]): void {
  if (scale < 1) return
  mkdirSync(`${here}results`, { recursive: true })
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: here, encoding: 'utf8' }).trim()
  appendFileSync(
    `${here}results/${name}.ndjson`,
    `${JSON.stringify({ at: new Date().toISOString(), commit, cores: cpu.length, figures })}\n`,
  )
}

function fail(message: string): never {
  process.stderr.write(`bench: ${message}\n`)
  process.exit(2)
}
