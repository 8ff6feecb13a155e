import type { Socket } from 'node:net'

const statuses: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}

/**
 * What is no HTTP gets one line and no more. Who opened a connection and never said anything gets nothing: browsers open some ahead, and
 * would take the line for the answer to what they ask much later. A listener of `clientError`.
 */
export function answerNonsense(error: NodeJS.ErrnoException, socket: Socket): void {
  const wasSilent = error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && socket.bytesRead === 0
  if (wasSilent || !socket.writable) return void socket.destroy()
  const status = statuses[error.code ?? ''] ?? '400 Bad Request'
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
