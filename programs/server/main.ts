import { enableCompileCache } from 'node:module'

// Entry of the processes that a supervisor starts: `main.ts server` or `main.ts worker`.
enableCompileCache()
const { runProcess } = await import('./run-process.ts')
await runProcess(process.argv[2] === 'worker' ? 'worker' : 'server')
