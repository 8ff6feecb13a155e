import { asList, asRecord, asText } from '../../reading/index.ts'
import type { CsafTest, Failure } from '../csaf-test.ts'
import { fileNameOf } from '../file-name.ts'
import { isPrivate } from '../languages.ts'
import { readVersion, revisionsByDate } from '../revision.ts'
import { placed, within } from '../view.ts'
import { strangeMembers } from './strange-members.ts'

export const optionalDocumentTests: readonly CsafTest[] = [
  {
    id: '6.2.4',
    *run({ revisions }) {
      for (const { value, at } of revisions)
        if (readVersion(value.number)?.build) yield { at: `${at}.number`, message: 'names a build' }
    },
  },
  {
    id: '6.2.5',
    *run(view) {
      const oldest = revisionsByDate(view)[0]?.time
      if (oldest !== undefined && Date.parse(asText(view.tracking.initial_release_date) ?? '') < oldest)
        yield { at: 'document.tracking.initial_release_date', message: 'is older than the oldest revision' }
    },
  },
  {
    id: '6.2.6',
    *run(view) {
      const newest = revisionsByDate(view).at(-1)?.time
      if (newest !== undefined && Date.parse(asText(view.tracking.current_release_date) ?? '') < newest)
        yield { at: 'document.tracking.current_release_date', message: 'is older than the newest revision' }
    },
  },
  {
    id: '6.2.7',
    *run({ vulnerabilities }) {
      for (const { value, at } of within(vulnerabilities, 'involvements'))
        if (value.date === undefined) yield { at, message: 'has no date' }
    },
  },
  {
    id: '6.2.10',
    *run({ document }) {
      if (asRecord(asRecord(document.distribution).tlp).label === undefined)
        yield { at: 'document.distribution.tlp.label', message: 'is missing' }
    },
  },
  {
    id: '6.2.11',
    *run({ document, tracking }) {
      const name = fileNameOf(asText(tracking.id) ?? '')
      const found = placed(document.references, '').some(
        ({ value }) =>
          value.category === 'self' && /^https:\/\//.test(String(value.url)) && String(value.url).endsWith(`/${name}`),
      )
      if (!found)
        yield { at: 'document.references', message: 'has no reference to the document itself under its own name' }
    },
  },
  {
    id: '6.2.12',
    *run({ document }) {
      if (document.lang === undefined) yield { at: 'document.lang', message: 'is missing' }
    },
  },
  {
    id: '6.2.13',
    run: ({ root }) => unsorted(root, ''),
  },
  {
    id: '6.2.14',
    *run({ document }) {
      for (const name of ['lang', 'source_lang'])
        if (isPrivate(asText(document[name]) ?? ''))
          yield { at: `document.${name}`, message: 'is a language for private use' }
    },
  },
  {
    id: '6.2.15',
    *run({ document }) {
      for (const name of ['lang', 'source_lang'])
        if (asText(document[name])?.toLowerCase() === 'i-default')
          yield { at: `document.${name}`, message: 'names no language' }
    },
  },
  {
    id: '6.2.17',
    *run({ vulnerabilities }) {
      for (const { value, at } of within(vulnerabilities, 'ids'))
        if (/^CVE-\d{4}-\d{4,}$/.test(asText(value.text) ?? ''))
          yield { at: `${at}.text`, message: 'is a CVE, which has its own place' }
    },
  },
  { id: '6.2.20', run: ({ root }) => strangeMembers(root) },
]

/** Objects whose members are not in the order of their names. */
function* unsorted(value: unknown, at: string): Generator<Failure> {
  for (const [index, one] of asList(value).entries()) yield* unsorted(one, `${at}[${index}]`)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return
  let before = ''
  for (const [name, member] of Object.entries(value)) {
    const here = at === '' ? name : `${at}.${name}`
    if (name < before) yield { at: here, message: `stands behind ${before}` }
    before = name
    yield* unsorted(member, here)
  }
}
