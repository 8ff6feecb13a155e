import { type LazyReader, MalformedInput, readExactly } from '../reading/index.ts'
import type { OnHeader, OnTrouble } from './database.ts'

const pageSize = 4096
const blockSize = 16
const databaseMagic = 0x506d7052 // "RpmP", little-endian
const slotMagic = 0x746f6c53 // "Slot"
const blobMagic = 0x53626c42 // "BlbS"
const maxSlotPages = 16_384

/** `Packages.db`: pages of slots that point to blobs. Source: rpm's "ndb" database back end. */
export function* readNdbDatabase(maxHeaderSize: number, onHeader: OnHeader, onTrouble: OnTrouble): LazyReader<void> {
  const header = yield* readExactly(0, 32)
  if (header.u32(0, true) !== databaseMagic) throw new MalformedInput('not an ndb database', 0)
  if (header.u32(4, true) !== 0) throw new MalformedInput('an ndb database of an unknown version', 4)
  const slotPages = header.u32(12, true)
  if (slotPages === 0 || slotPages > maxSlotPages) throw new MalformedInput('an impossible number of slot pages', 12)

  const slots = yield* readExactly(0, slotPages * pageSize)
  // The database header takes the place of the first two slots.
  for (let at = 32; at < slots.length; at += 16) {
    const index = slots.u32(at + 4, true)
    if (slots.u32(at, true) !== slotMagic) {
      onTrouble('a slot without its mark', at)
      return
    }
    const offset = slots.u32(at + 8, true) * blockSize
    if (offset === 0) continue
    const blocks = slots.u32(at + 12, true)
    const start = yield* readExactly(offset, blockSize)
    const length = start.u32(12, true)
    if (start.u32(0, true) !== blobMagic || start.u32(4, true) !== index) {
      onTrouble('a blob that is not the one of its slot', offset)
    } else if (length > maxHeaderSize || length > blocks * blockSize) {
      onTrouble(`a blob of ${length} bytes does not fit`, offset)
    } else {
      onHeader(index, yield* readExactly(offset + blockSize, length))
    }
  }
}
