import { spawn } from 'node:child_process'
import type { ExecRequest, ExecResult, Seen, Stop } from '@holdfast/platform/contract'
import { unseenOf } from './unseen-of.ts'

/** What every program is started with, so that its words do not depend on who asks. */
export const execEnvironment = {
  PATH: '/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/usr/local/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
} as const

/** Runs a program on this machine; its output is bounded and it is killed when its time is over. A program that cannot be started is `missing` or `denied`. */
export function localExec(request: ExecRequest, stop?: Stop): Promise<Seen<ExecResult>> {
  const [program, ...rest] = request.argv
  if (program === undefined) return Promise.resolve({ ok: false, reason: 'failed', detail: 'no program named' })
  return new Promise((resolve) => {
    const child = spawn(program, rest, {
      env: { ...execEnvironment, ...request.environment },
      stdio: ['pipe', 'pipe', 'pipe'],
      cwd: '/',
    })
    const out: Buffer[] = []
    const err: Buffer[] = []
    let size = 0
    let failure: Seen<ExecResult> | undefined
    const end = (answer: Seen<ExecResult>) => {
      failure ??= answer
      child.kill('SIGKILL')
    }
    const timer = setTimeout(
      () => end({ ok: false, reason: 'failed', detail: `${program} did not end within ${request.timeoutMs} ms` }),
      request.timeoutMs,
    )
    const onStop = () => end({ ok: false, reason: 'failed', detail: 'stopped' })
    stop?.addEventListener('abort', onStop, { once: true })
    const take = (into: Buffer[]) => (piece: Buffer) => {
      size += piece.length
      if (size > request.maxOutputBytes)
        end({ ok: false, reason: 'too-large', detail: `${program} wrote more than ${request.maxOutputBytes} bytes` })
      else into.push(piece)
    }
    child.stdout.on('data', take(out))
    child.stderr.on('data', take(err))
    // A program that does not read its input closes the pipe; that is its right.
    child.stdin.on('error', () => {})
    child.stdin.end(request.input)
    const finish = (answer: Seen<ExecResult>) => {
      clearTimeout(timer)
      stop?.removeEventListener('abort', onStop)
      resolve(failure ?? answer)
    }
    child.on('error', (error) => finish(unseenOf(error)))
    child.on('close', (code) =>
      finish(
        code === null
          ? { ok: false, reason: 'failed', detail: `${program} was killed by a signal` }
          : {
              ok: true,
              exitCode: code,
              stdout: new Uint8Array(Buffer.concat(out)),
              stderr: new Uint8Array(Buffer.concat(err)),
            },
      ),
    )
    if (stop?.aborted) onStop()
  })
}
