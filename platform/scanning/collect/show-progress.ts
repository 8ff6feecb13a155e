import type { VerbContext } from '../../contract/index.ts'
import type { Progress } from './collect-facts.ts'

/** Seconds between two lines where nobody watches. */
const plainEverySeconds = 10

/** Shows how far a scan is: one line that changes on a terminal, a line now and then elsewhere, nothing when asked to be quiet. */
export function showProgress(context: VerbContext): { readonly step: Progress; end(): void } {
  if (context.options.quiet) return { step: () => {}, end: () => {} }
  const terminal = process.stderr.isTTY === true
  let told = performance.now()
  return {
    step(done, total, collector) {
      const line = `${done}/${total} ${collector.replace(/^inventory\./, '').replaceAll('-', ' ')}`
      if (terminal) process.stderr.write(`\r\u001b[K${line}`)
      else if (performance.now() - told > plainEverySeconds * 1000) {
        told = performance.now()
        context.say(line)
      }
    },
    end() {
      if (terminal) process.stderr.write('\r\u001b[K')
    },
  }
}
