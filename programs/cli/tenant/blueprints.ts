import type { VerbContext } from '@holdfast/platform/contract'
import { CliError } from '../cli-error.ts'
import type { ApiClient } from '../client/api-client.ts'
import { dataOf, showData } from './show-data.ts'

interface Blueprint {
  readonly id: string
  readonly name: string
  readonly wanted: string
  readonly tenants: Readonly<Record<string, number>>
}

/** `holdfast blueprint list` */
export const list = {
  run: (context: VerbContext) =>
    showData(
      context,
      (client) => dataOf<readonly Blueprint[]>(client, 'GET', '/blueprints'),
      (data) =>
        data.map(({ id, name, wanted, tenants }) => [
          ...[id, name, wanted],
          Object.entries(tenants)
            .filter(([, count]) => count > 0)
            .map(([state, count]) => `${count} ${state}`)
            .join(', '),
        ]),
    ),
}

/** `holdfast blueprint push` */
export const push = { run: (context: VerbContext) => begin(context, 'push') }

/** `holdfast blueprint withdraw` */
export const withdraw = {
  run: (context: VerbContext) => begin(context, 'withdraw', { leave: context.options.leave === true }),
}

function begin(context: VerbContext, what: string, body?: object): Promise<number> {
  return showData(
    context,
    async (client) => {
      const id = await idOf(client, String(context.positionals[0]))
      return dataOf<{ job: string; tenants: number }>(client, 'POST', `/blueprints/${id}/${what}`, body)
    },
    ({ job, tenants }) => [[job, `${tenants} tenants`]],
  )
}

async function idOf(client: ApiClient, given: string): Promise<string> {
  const all = await dataOf<readonly Blueprint[]>(client, 'GET', '/blueprints')
  const found = all.find(({ id, name }) => id === given || name.toLowerCase() === given.toLowerCase())
  if (found) return found.id
  throw new CliError(`There is no blueprint named "${given}". See them all: holdfast blueprint list`)
}
