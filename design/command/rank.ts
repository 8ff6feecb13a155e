export interface Findable {
  readonly label: string
  readonly keywords?: readonly string[]
}

/** Those that match all words of `text`, best first: start of the label, start of a word, inside, letters in order. */
export function rank<Item extends Findable>(items: readonly Item[], text: string): readonly Item[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 8)
  if (words.length === 0) return items
  return items
    .map((item, at) => ({ item, at, score: score(item, words) }))
    .filter((found) => found.score > 0)
    .sort((a, b) => b.score - a.score || a.at - b.at)
    .map((found) => found.item)
}

function score(item: Findable, words: readonly string[]): number {
  let sum = 0
  for (const word of words) {
    const best = Math.max(fit(item.label, word), ...(item.keywords ?? []).map((keyword) => fit(keyword, word) * 0.8))
    if (best === 0) return 0
    sum += best
  }
  return sum
}

function fit(label: string, word: string): number {
  const text = label.toLowerCase()
  const at = text.indexOf(word)
  if (at === 0) return text.length === word.length ? 110 : 100
  if (at > 0) return /[\s\-_/.:(]/.test(text[at - 1] ?? '') ? 80 : 50
  return inOrder(text, word) ? 10 : 0
}

function inOrder(text: string, word: string): boolean {
  let from = 0
  for (const letter of word) {
    from = text.indexOf(letter, from) + 1
    if (from === 0) return false
  }
  return true
}
