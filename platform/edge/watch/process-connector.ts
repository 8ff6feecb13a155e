import koffi from 'koffi'
import { ProcessChanges } from './process-changes.ts'

// Numbers of the kernel's interface: linux/netlink.h, linux/connector.h, linux/cn_proc.h.
const afNetlink = 16
const sockDgram = 2
const sockNonblock = 0o4000
const sockCloexec = 0o2000000
const netlinkConnector = 11
const cnIdxProc = 1
const cnValProc = 1
const listenOperation = 1
/** The kernel dropped messages since the socket was full. */
const enobufs = 105

/** How often the socket is emptied. It is read without blocking, since a blocked read would keep the process from ending. */
const pollMs = 400

/**
 * Tells when programs start or end, by the kernel's process connector. Needs CAP_NET_ADMIN; returns undefined where the kernel refuses, and then
 * the caller relies on regular runs. When the socket overflows something certainly changed, and that is what it tells.
 */
export function watchProcesses(changed: () => void): (() => void) | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined
  const libc = koffi.load('libc.so.6')
  const socket = libc.func('int socket(int, int, int)')
  const bind = libc.func('int bind(int, const void *, uint32_t)')
  const send = libc.func('long send(int, const void *, unsigned long, int)')
  const recv = libc.func('long recv(int, _Out_ void *, unsigned long, int)')
  const close = libc.func('int close(int)')

  const fd: number = socket(afNetlink, sockDgram | sockNonblock | sockCloexec, netlinkConnector)
  if (fd < 0) return undefined
  const address = Buffer.alloc(12)
  address.writeUInt16LE(afNetlink, 0)
  address.writeUInt32LE(process.pid, 4)
  address.writeUInt32LE(cnIdxProc, 8)
  if (bind(fd, address, address.length) !== 0 || send(fd, subscription(), 40, 0) !== 40) {
    close(fd)
    return undefined
  }

  const changes = new ProcessChanges()
  const buffer = Buffer.alloc(4096)
  const timer = setInterval(() => {
    for (let reads = 0; reads < 4096; reads++) {
      const size = Number(recv(fd, buffer, buffer.length, 0))
      if (size > 0) changes.message(buffer.subarray(0, size))
      else {
        if (size < 0 && koffi.errno() === enobufs) changes.lost()
        break
      }
    }
    if (changes.take()) changed()
  }, pollMs)
  return () => {
    clearInterval(timer)
    close(fd)
  }
}

/** The message that asks the kernel for process events. */
function subscription(): Buffer {
  const message = Buffer.alloc(40)
  message.writeUInt32LE(message.length, 0)
  message.writeUInt16LE(3, 4) // NLMSG_DONE
  message.writeUInt32LE(process.pid, 12)
  message.writeUInt32LE(cnIdxProc, 16)
  message.writeUInt32LE(cnValProc, 20)
  message.writeUInt16LE(4, 32)
  message.writeUInt32LE(listenOperation, 36)
  return message
}
