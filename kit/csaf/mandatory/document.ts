import { asRecord, asText } from '../../reading/index.ts'
import type { CsafTest } from '../csaf-test.ts'
import { isLanguage } from '../languages.ts'

export const documentTests: readonly CsafTest[] = [
  {
    id: '6.1.12',
    *run({ document }) {
      for (const name of ['lang', 'source_lang']) {
        const tag = document[name]
        if (typeof tag === 'string' && !isLanguage(tag))
          yield { at: `document.${name}`, message: 'is no language that is registered' }
      }
    },
  },
  {
    id: '6.1.15',
    *run({ document }) {
      if (asRecord(document.publisher).category === 'translator' && document.source_lang === undefined)
        yield { at: 'document.source_lang', message: 'is missing in the work of a translator' }
    },
  },
  {
    id: '6.1.28',
    *run({ document }) {
      const [to, from] = [asText(document.lang), asText(document.source_lang)]
      if (to !== undefined && to.toLowerCase() === from?.toLowerCase())
        yield { at: 'document.source_lang', message: 'is the language of the document itself' }
    },
  },
]
