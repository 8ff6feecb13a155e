import { fileURLToPath } from 'node:url'

/** The checkout that a generator writes into: this one, unless `HOLDFAST_CHECKOUT` names another (the generators' own tests do). */
export function targetRoot(): string {
  return (process.env.HOLDFAST_CHECKOUT ?? fileURLToPath(new URL('..', import.meta.url))).replace(/\/$/, '')
}

/** Ends with a message and the exit code for wrong usage. */
export function usage(message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(2)
}
