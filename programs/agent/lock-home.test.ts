import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { HomeHeld, homeIsHeld, lockHome } from './lock-home.ts'

const program = fileURLToPath(new URL('main.ts', import.meta.url))

function emptyHome(t: TestContext): string {
  const home = mkdtempSync(join(tmpdir(), 'hf-agent-home-'))
  chmodSync(home, 0o711)
  t.after(() => rmSync(home, { recursive: true, force: true }))
  return home
}

/** `agent run`, and all that it says. */
function runAgent(t: TestContext, home: string): { child: ChildProcess; said: () => string } {
  const child = spawn(process.execPath, [program, 'run', '--home', home], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr?.on('data', (chunk) => {
    said += chunk
  })
  t.after(() => child.kill('SIGKILL'))
  return { child, said: () => said }
}

test('a second agent on a home ends with one line that names the first; after kill -9 of that the next one works', async (t) => {
  const home = emptyHome(t)
  writeFileSync(join(home, 'enrolment.json'), '{}')
  const first = runAgent(t, home)
  // Its station cannot do anything with that enrolment, and says so: by then it has the home.
  await once(first.child.stderr!, 'data')
  const second = runAgent(t, home)
  const [code] = await once(second.child, 'exit')
  assert.equal(code, homeIsHeld)
  assert.equal(
    second.said(),
    `agent: ${home} is in use by process ${first.child.pid}: one agent at a time works in a home; end that one first\n`,
  )
  first.child.kill('SIGKILL')
  await once(first.child, 'exit')
  rmSync(join(home, 'enrolment.json'))
  const third = runAgent(t, home)
  const [ended] = await once(third.child, 'exit')
  assert.equal(ended, 1)
  assert.match(third.said(), /^agent: this agent is not enrolled; .*--key-file FILE\n$/)
})

test('a home is free for the next process as soon as its holder ends, and others are not in the way', async (t) => {
  const home = emptyHome(t)
  const holder = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `import { lockHome } from ${JSON.stringify(new URL('lock-home.ts', import.meta.url).href)}
       await lockHome(${JSON.stringify(home)}); console.log('held'); setTimeout(() => {}, 60_000)`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  t.after(() => holder.kill('SIGKILL'))
  await once(holder.stdout!, 'data')
  await assert.rejects(
    lockHome(home, 0),
    (error) => error instanceof HomeHeld && error.message.includes(`${holder.pid}`),
  )
  await lockHome(emptyHome(t), 0)
  const waiting = lockHome(home)
  holder.kill('SIGKILL')
  await waiting
})
