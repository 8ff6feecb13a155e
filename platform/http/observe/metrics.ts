/** Names and values of labels; few values each, since every combination is kept. */
export type Labels = Readonly<Record<string, string>>

interface Family {
  readonly kind: 'counter' | 'gauge' | 'histogram'
  readonly help: string
  readonly series: Map<string, Series>
}

interface Series {
  count: number
  sum: number
  buckets?: number[]
}

/** Upper bounds of the duration buckets, in seconds. */
const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const mostSeries = 5000

/** Counts of this process in the Prometheus text format (version 0.0.4). */
export class Metrics {
  readonly #families = new Map<string, Family>()
  readonly #probes: (() => void | Promise<void>)[] = []

  /** Adds to a counter; its name ends with `_total`. */
  count(name: string, help: string, labels: Labels = {}, by = 1): void {
    const series = this.#series(name, 'counter', help, labels)
    if (series) series.sum += by
  }

  gauge(name: string, help: string, value: number, labels: Labels = {}): void {
    const series = this.#series(name, 'gauge', help, labels)
    if (series) series.sum = value
  }

  /** Drops what was noted under a name: its labels of before may be nobody's now. */
  forget(name: string): void {
    this.#families.get(name)?.series.clear()
  }

  /** Notes a duration in seconds. */
  duration(name: string, help: string, seconds: number, labels: Labels = {}): void {
    const series = this.#series(name, 'histogram', help, labels)
    if (!series) return
    series.buckets ??= bounds.map(() => 0)
    series.count++
    series.sum += seconds
    for (const [index, bound] of bounds.entries()) if (seconds <= bound) series.buckets[index]!++
  }

  /** Runs before each reading, to set gauges. A probe that fails is left out. */
  probe(run: () => void | Promise<void>): void {
    this.#probes.push(run)
  }

  /** All metrics as text. */
  async read(): Promise<string> {
    await Promise.all(this.#probes.map(async (probe) => probe()).map((running) => running.catch(() => {})))
    const lines: string[] = []
    for (const [name, { kind, help, series }] of this.#families) {
      lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${kind}`)
      for (const [labels, value] of series) {
        if (kind !== 'histogram') lines.push(`${name}${braces(labels)} ${value.sum}`)
        else lines.push(...histogramLines(name, labels, value))
      }
    }
    return `${lines.join('\n')}\n`
  }

  #series(name: string, kind: Family['kind'], help: string, labels: Labels): Series | undefined {
    let family = this.#families.get(name)
    if (!family) {
      family = { kind, help, series: new Map() }
      this.#families.set(name, family)
    }
    const key = Object.entries(labels)
      .map(([label, value]) => `${label}="${value.replace(/[\\"\n]/g, (c) => (c === '\n' ? '\\n' : `\\${c}`))}"`)
      .join(',')
    const found = family.series.get(key)
    if (found || family.series.size >= mostSeries) return found
    const made: Series = { count: 0, sum: 0 }
    family.series.set(key, made)
    return made
  }
}

function braces(labels: string): string {
  return labels ? `{${labels}}` : ''
}

function histogramLines(name: string, labels: string, value: Series): string[] {
  const prefix = labels ? `${labels},` : ''
  return [
    ...bounds.map((bound, index) => `${name}_bucket{${prefix}le="${bound}"} ${value.buckets![index]}`),
    `${name}_bucket{${prefix}le="+Inf"} ${value.count}`,
    `${name}_sum${braces(labels)} ${value.sum}`,
    `${name}_count${braces(labels)} ${value.count}`,
  ]
}
