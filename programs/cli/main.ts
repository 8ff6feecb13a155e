import { enableCompileCache } from 'node:module'

enableCompileCache()
const { runCommandLine } = await import('./run-command-line.ts')
// Whatever still hangs on after a failure must not keep the terminal waiting.
process.exit(await runCommandLine(process.argv.slice(2)))
