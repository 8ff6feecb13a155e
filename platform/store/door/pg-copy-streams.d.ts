declare module 'pg-copy-streams' {
  import type { Readable, Writable } from 'node:stream'
  import type { Submittable } from 'pg'

  /** A writable stream that feeds `COPY … FROM STDIN`. */
  export function from(text: string): Writable & Submittable & { readonly rowCount: number }
  /** A readable stream of what `COPY … TO STDOUT` gives. */
  export function to(text: string): Readable & Submittable & { readonly rowCount: number }
}
