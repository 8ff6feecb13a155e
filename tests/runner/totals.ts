/** What happened so far; on CI a skip is a failure unless its cause is data that is not part of a checkout. */
export class Totals {
  passed = 0
  failed = 0
  skipped = 0
  readonly failures: string[] = []
  readonly skips: string[] = []
  readonly #strict: boolean

  constructor(strict: boolean) {
    this.#strict = strict
  }

  pass(): void {
    this.passed++
  }

  fail(name: string, detail: string): void {
    this.failed++
    this.failures.push(`✖ ${name}\n${detail}`)
  }

  /** Reasons that name the corpora or feeds, which are no part of a checkout, are allowed everywhere. */
  skip(name: string, reason: string): void {
    if (this.#strict && !/\b(corpora|corpus|feeds)\b/.test(reason)) {
      this.fail(name, `  skipped on CI: ${reason}`)
      return
    }
    this.skipped++
    this.skips.push(`- ${name}: ${reason}`)
  }

  print(): void {
    const write = (text: string) => process.stdout.write(`${text}\n`)
    if (this.skips.length > 0) write(`\nSkipped:\n${this.skips.join('\n')}`)
    if (this.failures.length > 0) write(`\nFailed:\n${this.failures.join('\n\n')}`)
    write(`\n${this.passed} passed, ${this.failed} failed, ${this.skipped} skipped`)
  }
}
