import { ServerResponse } from 'node:http'

const RealDate = Date
let shiftedMs = 0

/** Sets the wall clock of this process ahead (or back) by so many milliseconds of what it really is; the steady clock goes on as it was. */
export function shiftClock(ms: number): void {
  shiftedMs = ms
}

class ShiftedDate extends RealDate {
  constructor(...given: unknown[]) {
    if (given.length === 0) super(RealDate.now() + shiftedMs)
    else super(...(given as [number]))
  }

  static override now(): number {
    return RealDate.now() + shiftedMs
  }
}

globalThis.Date = ShiftedDate as DateConstructor

// Node keeps the clock of its own Date header to itself.
const { writeHead } = ServerResponse.prototype
ServerResponse.prototype.writeHead = function (this: ServerResponse, ...given: Parameters<typeof writeHead>) {
  this.setHeader('date', new Date().toUTCString())
  return writeHead.apply(this, given)
} as typeof writeHead
