import known from './languages.json' with { type: 'json' }

const languages = new Set<string>(known)

export interface LanguageTag {
  readonly language: string
  readonly script: string | undefined
  readonly region: string | undefined
}

/** A tag by its parts, in their usual letters; undefined where it has none of the forms of BCP 47 that are in use. Source: RFC 5646 §2.1. */
export function readLanguage(tag: string): LanguageTag | undefined {
  const parts =
    /^([a-z]{2,3})(?:-[a-z]{3}){0,3}(?:-([a-z]{4}))?(?:-([a-z]{2}|\d{3}))?(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*(?:-[a-wyz\d](?:-[a-z\d]{2,8})+)*(?:-x(?:-[a-z\d]{1,8})+)?$/i.exec(
      tag,
    )
  if (parts === null) return undefined
  const [, language = '', script, region] = parts
  return {
    language: language.toLowerCase(),
    script: script && `${script[0]?.toUpperCase()}${script.slice(1).toLowerCase()}`,
    region: region?.toUpperCase(),
  }
}

/** Whether a tag is well-formed and its language registered: those of two letters are known here, of three there are too many. */
export function isLanguage(tag: string): boolean {
  if (/^i-(?:default|enochian|klingon|lux|mingo|navajo)$/i.test(tag) || /^x(?:-[a-z\d]{1,8})+$/i.test(tag)) return true
  const read = readLanguage(tag)
  return read !== undefined && (read.language.length === 3 || languages.has(read.language))
}

/** Whether a tag uses what the registry keeps for private use: `qaa` to `qtz`, `Qaaa` to `Qabx`, `AA`, `QM` to `QZ`, `XA` to `XZ`, `ZZ`. */
export function isPrivate(tag: string): boolean {
  if (/^x-/i.test(tag)) return true
  const read = readLanguage(tag)
  if (read === undefined) return false
  const { language, script, region } = read
  return (
    /^q[a-t][a-z]$/.test(language) ||
    /^Qa(?:a[a-z]|b[a-x])$/.test(script ?? '') ||
    /^(?:AA|Q[M-Z]|X[A-Z]|ZZ)$/.test(region ?? '')
  )
}
