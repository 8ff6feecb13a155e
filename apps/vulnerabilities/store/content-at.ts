import type { VulnerabilityContent } from '../engine/judge/content.ts'
import { contentMark, loadContent } from './load-content.ts'

/**
 * Gives what the feeds of a home directory say now: opened when first asked for, and anew whenever something was imported. What was open before may be
 * in use still, and is let go of rather than closed.
 */
export function contentAt(home: string): () => Promise<VulnerabilityContent> {
  let opened: { readonly mark: string; readonly content: Promise<VulnerabilityContent> } | undefined
  return () => {
    const mark = contentMark(home)
    if (opened?.mark === mark) return opened.content
    const mine = { mark, content: loadContent(home) }
    opened = mine
    // What could not be opened is tried again with the next question.
    mine.content.catch(() => {
      if (opened === mine) opened = undefined
    })
    return mine.content
  }
}
