import { decodeUtf8 } from '@holdfast/kit/text'
import type { Seen, World } from '@holdfast/platform/contract'

export type SeenText = Seen<{ readonly text: string }>
export type SeenBytes = Seen<{ readonly bytes: Uint8Array }>

/** Configuration files larger than this are not such. */
const maxTextBytes = 4 * 1024 * 1024

/** Reads many small text files in one go, by path. */
export async function readTexts(world: World, paths: readonly string[]): Promise<ReadonlyMap<string, SeenText>> {
  const texts = new Map<string, SeenText>()
  for await (const answer of world.files.readMany(paths, { maxBytes: maxTextBytes }))
    texts.set(answer.path, answer.ok ? { ok: true, text: decodeUtf8(answer.bytes) } : answer)
  return texts
}

/** The text of each file that could be read, by path. */
export async function readableTexts(world: World, paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>()
  for (const [path, seen] of await readTexts(world, paths)) if (seen.ok) texts.set(path, seen.text)
  return texts
}

export async function readText(world: World, path: string): Promise<SeenText> {
  const bytes = await readBytes(world, path, maxTextBytes)
  return bytes.ok ? { ok: true, text: decodeUtf8(bytes.bytes) } : bytes
}

export async function readBytes(world: World, path: string, maxBytes: number): Promise<SeenBytes> {
  for await (const answer of world.files.readMany([path], { maxBytes })) return answer
  return { ok: false, reason: 'failed', detail: 'no answer' }
}
