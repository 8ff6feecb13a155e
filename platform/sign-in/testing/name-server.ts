import { createSocket } from 'node:dgram'
import { once } from 'node:events'

export interface NameServer {
  /** `127.0.0.1:port` */
  readonly address: string
  /** TXT records by name; a name that is not in it does not exist. */
  readonly texts: Map<string, readonly string[]>
  /** While true nothing is answered. */
  silent: boolean
  close(): void
}

/** A name server on loopback that answers questions for TXT records (RFC 1035 §4), each text in parts of up to 255 bytes. */
export async function nameServer(): Promise<NameServer> {
  const socket = createSocket('udp4')
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const server: NameServer = {
    address: `127.0.0.1:${socket.address().port}`,
    texts: new Map(),
    silent: false,
    close: () => socket.close(),
  }
  socket.on('message', (asked, from) => {
    if (!server.silent) socket.send(answer(asked, server.texts), from.port, from.address)
  })
  return server
}

function answer(asked: Buffer, all: NameServer['texts']): Buffer {
  const labels: string[] = []
  let at = 12
  for (let length = asked[at]!; length > 0; length = asked[at]!) {
    labels.push(asked.toString('latin1', at + 1, at + 1 + length))
    at += length + 1
  }
  const question = asked.subarray(12, at + 5)
  const texts = all.get(labels.join('.'))
  const head = Buffer.alloc(12)
  asked.copy(head, 0, 0, 2)
  // An answer with authority, to a question that wished for recursion; 3 is "no such name".
  head.writeUInt16BE(texts ? 0x8580 : 0x8583, 2)
  head.writeUInt16BE(1, 4)
  head.writeUInt16BE(texts?.length ?? 0, 6)
  return Buffer.concat([head, question, ...(texts ?? []).map(textRecord)])
}

function textRecord(text: string): Buffer {
  const bytes = Buffer.from(text)
  const parts: Buffer[] = []
  for (let from = 0; from < bytes.length; from += 255) {
    const part = bytes.subarray(from, from + 255)
    parts.push(Buffer.from([part.length]), part)
  }
  const data = Buffer.concat(parts)
  // The name is the question's (a pointer to byte 12), TXT, Internet, kept for no time.
  const head = Buffer.from([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 0, 0, 0])
  head.writeUInt16BE(data.length, 10)
  return Buffer.concat([head, data])
}
