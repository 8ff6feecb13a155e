import { StringDecoder } from 'node:string_decoder'

/**
 * The lines of a stream in batches, one for each piece that arrived; a line end may be LF or CRLF. A line longer than
 * `maxLength` (UTF-16 code units) is undefined: its text is let go, its place is kept.
 */
export async function* readLines(
  input: AsyncIterable<Uint8Array>,
  maxLength: number,
): AsyncGenerator<readonly (string | undefined)[]> {
  const decoder = new StringDecoder('utf8')
  let begun = ''
  let tooLong = false
  const finish = (line: string): string | undefined => {
    const whole = begun + line
    const lost = tooLong || whole.length > maxLength
    begun = ''
    tooLong = false
    return lost ? undefined : whole.endsWith('\r') ? whole.slice(0, -1) : whole
  }
  for await (const piece of input) {
    const parts = decoder.write(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength)).split('\n')
    const rest = parts.pop() as string
    const lines = parts.map(finish)
    begun += rest
    if (begun.length > maxLength) {
      tooLong = true
      begun = ''
    }
    if (lines.length > 0) yield lines
  }
  begun += decoder.end()
  if (begun !== '' || tooLong) yield [finish('')]
}
