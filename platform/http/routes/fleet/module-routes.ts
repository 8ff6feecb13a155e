import { Type } from 'typebox'
import { defineRoute, type Route } from '../../../contract/index.ts'
import { many, wholeList } from '../../conventions/reply-schemas.ts'
import type { FleetServices } from './fleet-routes.ts'

/** What keys can provision and profiles can set. */
export function moduleRoutes({ modules }: Pick<FleetServices, 'modules'>): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/agent-modules',
      summary: 'What agents can run: apps with their collectors',
      permission: 'sources:read',
      reply: many(
        Type.Object({
          id: Type.String(),
          title: Type.String(),
          collectors: Type.Array(
            Type.Object({
              id: Type.String(),
              summary: Type.String(),
              everySeconds: Type.Integer({
                description: 'Longest time between two runs where no profile says otherwise.',
              }),
              facts: Type.Array(Type.String()),
            }),
          ),
        }),
      ),
      async handle() {
        const found = await modules()
        const data = found.map(({ collectors, ...module }) => ({
          ...module,
          collectors: collectors.map(({ facts, ...each }) => ({ ...each, facts: [...facts] })),
        }))
        return { data, page: { ...wholeList } }
      },
    }),
  ]
}
