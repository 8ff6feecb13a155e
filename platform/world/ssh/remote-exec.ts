import type { ExecRequest, ExecResult, Seen, Stop } from '@holdfast/platform/contract'
import type { Client } from 'ssh2'
import { execEnvironment } from '../host/local-exec.ts'
import { quoted, startCommand } from './remote-shell.ts'

/** Runs a program on the host, with bounds as on this one. The shell that starts it says 127 and 126 for what it does not find or may not run. */
export async function remoteExec(client: Client, request: ExecRequest, stop?: Stop): Promise<Seen<ExecResult>> {
  const environment = Object.entries({ ...execEnvironment, ...request.environment }).map(
    ([name, value]) => `${name}=${quoted(value)}`,
  )
  const command = `cd / && ${environment.join(' ')} exec ${request.argv.map(quoted).join(' ')}`
  const channel = await startCommand(client, `exec /bin/sh -c ${quoted(command)}`)
  return new Promise((resolve) => {
    const out: Buffer[] = []
    const err: Buffer[] = []
    let size = 0
    let code = -1
    const finish = (answer: Seen<ExecResult>) => {
      clearTimeout(timer)
      stop?.removeEventListener('abort', onStop)
      channel.destroy()
      resolve(answer)
    }
    const fail = (detail: string) => finish({ ok: false, reason: 'failed', detail })
    const timer = setTimeout(
      () => fail(`${request.argv[0]} did not end within ${request.timeoutMs} ms`),
      request.timeoutMs,
    )
    const onStop = () => fail('stopped')
    stop?.addEventListener('abort', onStop, { once: true })
    const take = (into: Buffer[]) => (piece: Buffer) => {
      size += piece.length
      into.push(piece)
      if (size > request.maxOutputBytes)
        finish({
          ok: false,
          reason: 'too-large',
          detail: `${request.argv[0]} wrote more than ${request.maxOutputBytes} bytes`,
        })
    }
    channel.on('data', take(out))
    channel.stderr.on('data', take(err))
    channel.on('exit', (status: number | null) => {
      code = status ?? -1
    })
    channel.on('close', () => {
      if (code === 127) finish({ ok: false, reason: 'missing' })
      else if (code === 126) finish({ ok: false, reason: 'denied' })
      else if (code < 0) fail(`${request.argv[0]} was killed by a signal`)
      else
        finish({
          ok: true,
          exitCode: code,
          stdout: new Uint8Array(Buffer.concat(out)),
          stderr: new Uint8Array(Buffer.concat(err)),
        })
    })
    channel.end(request.input === undefined ? undefined : Buffer.from(request.input))
    if (stop?.aborted) onStop()
  })
}
