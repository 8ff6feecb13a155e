/** Writes headers as an ndb database, for tests: Debian's rpm is built without that back end. */
export function writeNdb(headers: readonly { readonly number: number; readonly blob: Uint8Array }[]): Uint8Array {
  const slotPages = Math.ceil(((headers.length + 2) * 16) / 4096)
  const blocks = headers.map(({ blob }) => Math.ceil((16 + blob.length + 12) / 16))
  const total = slotPages * 256 + blocks.reduce((sum, count) => sum + count, 0)
  const bytes = new Uint8Array(total * 16)
  const view = new DataView(bytes.buffer)
  const words = (at: number, ...values: number[]) =>
    values.forEach((value, index) => {
      view.setUint32(at + index * 4, value, true)
    })
  const mark = (text: string) =>
    new DataView(Uint8Array.from(text, (letter) => letter.charCodeAt(0)).buffer).getUint32(0, true)
  words(0, mark('RpmP'), 0, 1, slotPages, headers.length + 1)
  for (let at = 32; at < slotPages * 4096; at += 16) words(at, mark('Slot'))
  let block = slotPages * 256
  headers.forEach(({ number, blob }, index) => {
    const count = blocks[index] as number
    words(32 + index * 16, mark('Slot'), number, block, count)
    words(block * 16, mark('BlbS'), number, 1, blob.length)
    bytes.set(blob, block * 16 + 16)
    words(
      (block + count) * 16 - 12,
      adler32(bytes.subarray(block * 16, (block + count) * 16 - 12)),
      blob.length,
      mark('BlbE'),
    )
    block += count
  })
  return bytes
}

function adler32(bytes: Uint8Array): number {
  let a = 1
  let b = 0
  for (const byte of bytes) {
    a = (a + byte) % 65521
    b = (b + a) % 65521
  }
  return ((b << 16) | a) >>> 0
}
