/** The colour tokens of one theme: token name without its dashes → CSS colour text. */
export type Tokens = ReadonlyMap<string, string>

/** Takes every `--name: light-dark(a, b);` out of a style sheet. */
export function readTokens(css: string): { light: Tokens; dark: Tokens } {
  const light = new Map<string, string>()
  const dark = new Map<string, string>()
  for (const match of css.matchAll(/--([\w-]+):\s*light-dark\(((?:[^()]|\([^()]*\))*)\);/g)) {
    const [day, night] = splitTop(match[2] ?? '')
    light.set(match[1] ?? '', day)
    dark.set(match[1] ?? '', night)
  }
  return { light, dark }
}

function splitTop(text: string): [string, string] {
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '(') depth++
    else if (text[i] === ')') depth--
    else if (text[i] === ',' && depth === 0) return [text.slice(0, i).trim(), text.slice(i + 1).trim()]
  }
  throw new Error(`light-dark() needs two colours: ${text}`)
}
