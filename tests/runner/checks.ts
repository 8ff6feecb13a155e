import { spawn } from 'node:child_process'
import type { Totals } from './totals.ts'

const root = new URL('../..', import.meta.url).pathname
const tsc = 'node_modules/typescript/bin/tsc'
const biome = 'node_modules/@biomejs/biome/bin/biome'

const commands: readonly [string, readonly string[]][] = [
  ['types: pure code compiles without Node and the DOM', [tsc, '-p', 'tsconfig.pure.json']],
  ['types: code that runs in Node', [tsc, '-p', 'tsconfig.node.json']],
  ['types: code that runs in the browser', [tsc, '-p', 'tsconfig.web.json']],
  ['style: Biome finds nothing', [biome, 'check', '--error-on-warnings', '.']],
]

/** The compiler and the linter, each counted as one test. */
export async function checks(totals: Totals): Promise<void> {
  for (const [name, argv] of commands) {
    const { code, output } = await run(argv)
    if (code === 0) totals.pass()
    else totals.fail(name, output)
    process.stdout.write(`${code === 0 ? '✔' : '✖'} ${name}\n`)
  }
}

function run(argv: readonly string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [...argv], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (chunk) => {
      output += chunk
    })
    child.stderr.on('data', (chunk) => {
      output += chunk
    })
    child.on('close', (code) => resolve({ code, output }))
  })
}
