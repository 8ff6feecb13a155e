import type { VulnerabilityContent } from '../engine/judge/content.ts'
import { contentMark, loadContent } from './load-content.ts'

/** Gives what the feeds of a home directory say now: opened when first asked for, and anew whenever something was imported. */
export function contentAt(home: string): () => Promise<VulnerabilityContent> {
  let opened: { readonly mark: string; readonly content: Promise<VulnerabilityContent> } | undefined
  return async () => {
    const mark = contentMark(home)
    if (opened?.mark !== mark) {
      const before = opened
      const content = loadContent(home)
      opened = { mark, content }
      // What could not be opened is tried again with the next question.
      content.catch(() => {
        opened = undefined
      })
      await content
      await before?.content.then(({ library }) => library.close()).catch(() => {})
    }
    return opened!.content
  }
}
