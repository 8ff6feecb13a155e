import type { VerbContext } from '@holdfast/platform/contract'
import { withClient } from '../client/own-login.ts'
import { writeList } from '../client/write-list.ts'
import { exitCode } from '../exit-code.ts'
import { changesOf, readScoreModel } from './score-model.ts'

const columns = ['term', 'level', 'value', 'published', 'least', 'most', 'title'] as const

/** `holdfast score-model show` */
export async function run({ options, environment, out, say }: VerbContext): Promise<number> {
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const model = await readScoreModel(client)
    const weights = model.terms.map(({ id, title, weight, published, bounds }) => ({
      ...{ term: id, level: '', value: weight, published, ...bounds, title },
    }))
    const factors = model.place.flatMap(({ id, title, bounds, levels }) =>
      levels.map(({ level, factor, published }) => ({ term: id, level, value: factor, published, ...bounds, title })),
    )
    const rows = [...weights, ...factors]
    await writeList({ options, out }, { rows, tenant: undefined, columns, entity: 'terms' })
    say(changesOf(model))
    return exitCode.ok
  })
}
