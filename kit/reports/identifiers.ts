/** Ids of vulnerabilities in the forms of their publishers; what a report names without any is not invented. */
const idPattern =
  /\b(?:CVE-\d{4}-\d{4,19}|GHSA(?:-[23456789cfghjmpqrvwx]{4}){3}|(?:RHSA|RHBA|RHEA|ALSA|RLSA|ELSA)-\d{4}[:-]\d{3,8}|(?:DSA|DLA)-\d+(?:-\d+)?|USN-\d+-\d+|RUSTSEC-\d{4}-\d{4}|PYSEC-\d{4}-\d+|GO-\d{4}-\d+|ALAS[\dA-Z.-]*-\d{4}-\d+)\b/gi

/** The ids in some texts, in their order, each once. */
export function idsIn(texts: readonly unknown[]): readonly string[] {
  const found = new Set<string>()
  for (const text of texts)
    if (typeof text === 'string')
      for (const [id] of text.matchAll(idPattern))
        found.add(/^ghsa/i.test(id) ? `GHSA${id.slice(4).toLowerCase()}` : id.toUpperCase())
  return [...found]
}

/** Numbers of weaknesses in numbers and texts: `79`, `"CWE-79"`, `"CWE:79 …"`. */
export function cwesIn(values: readonly unknown[]): readonly number[] {
  const found = new Set<number>()
  for (const value of values) {
    if (typeof value === 'number' && Number.isInteger(value)) found.add(value)
    if (typeof value !== 'string') continue
    if (/^\d{1,5}$/.test(value.trim())) found.add(Number(value))
    for (const [, number] of value.matchAll(/\bCWE[-:_/ ]*(\d{1,5})\b/gi)) found.add(Number(number))
  }
  return [...found].filter((number) => number > 0).sort((a, b) => a - b)
}
