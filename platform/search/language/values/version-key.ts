/** Words that make a version come before the one without them. */
const preview = /^[-._~]?(alpha|beta|preview|pre|rc|dev|snapshot|milestone|a(?=\d)|b(?=\d)|c(?=\d))(?![a-z])[-._]?/

/**
 * A text that sorts, byte by byte, as people order versions of one piece of software: numbers by value, `~` and words
 * such as rc and beta before the end, letters and then `+`, `-`, `.` after it. An epoch (`1:`) and a leading v are not
 * looked at, so that a query need not know them. It is the order for searching; whether a version is affected by
 * something is decided by the rules of its own packaging system.
 */
export function versionKey(version: string): string {
  let rest = version
    .trim()
    .toLowerCase()
    .replace(/^\d+:/, '')
    .replace(/^v(?=\d)/, '')
    .slice(0, 200)
  let key = ''
  let first = true
  while (rest !== '') {
    const word = first ? null : preview.exec(rest)
    if (word) {
      key += `!${word[1]}`
      rest = rest.slice(word[0].length)
      continue
    }
    const digits = /^\d+/.exec(rest)?.[0]
    if (digits !== undefined) {
      key += numberKey(digits)
      rest = rest.slice(digits.length)
    } else {
      const character = String.fromCodePoint(rest.codePointAt(0)!)
      key += characterKey(character)
      rest = rest.slice(character.length)
    }
    first = false
  }
  return `${key}#`
}

/** The count of digits comes first, so that longer numbers are greater: 9 → `19`, 10 → `210`. */
function numberKey(digits: string): string {
  const plain = digits.replace(/^0+(?=\d)/, '')
  return plain.length < 9 ? `${plain.length}${plain}` : `9${String(plain.length).padStart(3, '0')}${plain}`
}

function characterKey(character: string): string {
  if (/[a-z]/.test(character)) return character
  switch (character) {
    case '~':
      return '!'
    case '^':
      return '$'
    case '+':
      return '{'
    case '-':
      return '|'
    case '.':
      return '}'
    default:
      return `~${character.codePointAt(0)!.toString(16).padStart(6, '0')}`
  }
}
