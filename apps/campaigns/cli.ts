import { defineCli } from '@holdfast/platform/contract'
import { packVerbs } from './cli/pack-verbs.ts'

export const cli = defineCli({ app: 'campaigns', verbs: packVerbs })
