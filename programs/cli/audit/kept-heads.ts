import { closeSync, fsyncSync, openSync, readFileSync, statSync, writeSync } from 'node:fs'
import type { SignedText } from '@holdfast/platform/trust'
import { CliError } from '../cli-error.ts'
import { exitCode } from '../exit-code.ts'

const mostBytes = 64 * 2 ** 20

/**
 * Reads signed heads that were kept elsewhere, by the public id of their tenant. Their signatures are not looked at here. Throws CliError with file and line
 * where one makes no sense.
 */
export function readKeptHeads(files: readonly string[]): ReadonlyMap<string, readonly SignedText[]> {
  const heads = new Map<string, SignedText[]>()
  for (const file of files) {
    for (const [index, line] of readText(file).split('\n').entries()) {
      if (line.trim() === '') continue
      const head = readHead(line)
      if (!head) {
        throw new CliError(`${file}:${index + 1} is no signed head.`, {
          hint: 'A line is what "holdfast audit verify --keep FILE" writes: {"text": "…", "signature": "…"}',
        })
      }
      heads.set(head.tenant, [...(heads.get(head.tenant) ?? []), head.signed])
    }
  }
  return heads
}

/** Writes heads into a new file, one a line. What is kept already is never written over. */
export function openKeptHeads(file: string): { add(head: SignedText): void; close(): void } {
  let fd: number
  try {
    fd = openSync(file, 'wx', 0o644)
  } catch (error) {
    throw new CliError(`Cannot write ${file}: ${(error as Error).message}`, {
      hint: 'Name a file that is not there yet: what was kept before stays.',
    })
  }
  return {
    add: ({ text, signature }) => void writeSync(fd, `${JSON.stringify({ text, signature })}\n`),
    close() {
      fsyncSync(fd)
      closeSync(fd)
    },
  }
}

function readText(file: string): string {
  try {
    if (statSync(file).size <= mostBytes) return readFileSync(file, 'utf8')
  } catch (error) {
    throw new CliError(`Cannot read ${file}: ${(error as Error).message}`, { code: exitCode.nothing })
  }
  throw new CliError(`${file} is longer than ${mostBytes} bytes: signed heads are short.`)
}

function readHead(line: string): { tenant: string; signed: SignedText } | undefined {
  try {
    const { text, signature } = JSON.parse(line) as SignedText
    const { tenant } = JSON.parse(text) as { tenant: unknown }
    if (typeof tenant === 'string' && typeof signature === 'string') return { tenant, signed: { text, signature } }
  } catch {
    // Told by the caller, with its place.
  }
  return undefined
}
