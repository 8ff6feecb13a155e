import { Patterns } from '@holdfast/kit/oval'
import { decodeLatin1, decodeUtf8Strict } from '@holdfast/kit/text'
import type { FileStat, Unseen, World } from '@holdfast/platform/contract'
import { FileTree } from './file-tree.ts'

/** What was read of a file: its text, or why there is none. */
export type ReadText = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: Unseen }

/** Larger files hold no configuration. */
const maxBytes = 64 * 1024 * 1024

/** Texts that are kept, so that the many checks of one file read it once. */
const maxKept = 32 * 1024 * 1024

/** One look at a world: what was seen is kept for the next question. */
export class Look {
  readonly world: World
  readonly patterns = new Patterns()
  readonly tree: FileTree
  readonly #texts = new Map<string, ReadText>()
  #kept = 0

  constructor(world: World) {
    this.world = world
    this.tree = new FileTree(world.files)
  }

  /** The text of a file; bytes that are no UTF-8 are read as Latin-1, so that every byte is one character. */
  async text(path: string): Promise<ReadText> {
    const known = this.#texts.get(path)
    if (known !== undefined) return known
    let result: ReadText = { ok: false, reason: 'missing' }
    for await (const answer of this.world.files.readMany([path], { maxBytes }))
      result = answer.ok
        ? { ok: true, text: decodeUtf8Strict(answer.bytes) ?? decodeLatin1(answer.bytes) }
        : { ok: false, reason: answer.reason }
    this.#kept += result.ok ? result.text.length : 0
    if (this.#kept <= maxKept) this.#texts.set(path, result)
    return result
  }

  /** The lines of a file that need not be there. */
  async lines(path: string): Promise<readonly string[]> {
    const read = await this.text(path)
    return read.ok ? read.text.split('\n') : []
  }

  async stat(path: string): Promise<{ readonly stat: FileStat; readonly target?: string } | Unseen> {
    for await (const answer of this.world.files.statMany([path])) {
      if (!answer.ok) return answer.reason
      return answer.target === undefined ? { stat: answer.stat } : { stat: answer.stat, target: answer.target }
    }
    return 'missing'
  }
}
