/** More than any real feed has; what goes beyond is refused by name. All may be set lower, for tests. */
export interface FileLimits {
  /** Bytes of one file, unpacked. */
  readonly file: number
  /** Bytes of all files of one import, unpacked. */
  readonly all: number
  /** How many times larger than packed a file may be, once it is larger than `ratioFrom`. */
  readonly ratio: number
  readonly ratioFrom: number
  /** Files below a folder, and members of an archive. */
  readonly count: number
  /** Folders in folders. */
  readonly depth: number
}

export const fileLimits: FileLimits = {
  file: 8 * 1024 ** 3,
  all: 64 * 1024 ** 3,
  ratio: 500,
  ratioFrom: 256 * 1024 ** 2,
  count: 500_000,
  depth: 16,
}

/** Counts what one import unpacks, over all its files. */
export class UnpackMeter {
  readonly limits: FileLimits
  #all = 0

  constructor(limits: FileLimits = fileLimits) {
    this.limits = limits
  }

  /** A meter for one file of `packed` bytes, or for an archive of many in one stream; each call throws an Error when there is too much. */
  forFile(packed: number, isArchive = false): (bytes: number) => void {
    const { file, all, ratio, ratioFrom } = this.limits
    let size = 0
    return (bytes) => {
      size += bytes
      this.#all += bytes
      if (size > file && !isArchive) throw new Error(`unpacks to more than ${file} bytes`)
      if (size > ratioFrom && size > packed * ratio) throw new Error(`unpacks to more than ${ratio} times its size`)
      if (this.#all > all) throw new Error(`with it, more than ${all} bytes were unpacked`)
    }
  }
}
