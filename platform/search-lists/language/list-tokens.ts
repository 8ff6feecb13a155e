import type { EntityExtension } from '../../search/index.ts'

/** What search lists let one ask of findings. */
export const findingListTokens: EntityExtension = {
  extends: 'findings',
  tokens: [
    {
      name: 'searchList',
      type: 'group',
      summary: 'Search lists that its check is on.',
      label: 'search list',
      main: 'name',
      sql: {
        from: 'search_list_check lc join search_list sl on sl.tenant_id = lc.tenant_id and sl.list_id = lc.list_id',
        tenant: 'lc.tenant_id',
        key: 'lc.check_no',
        owner: 'f.check_no',
      },
      tokens: [
        {
          name: 'name',
          type: 'keyword',
          summary: 'Name of the list.',
          label: 'search list',
          required: true,
          facet: true,
          examples: ['searchList:"Exploited now"', 'not searchList:*'],
          sql: { column: 'sl.name', folded: 'sl.name_folded' },
        },
        {
          name: 'id',
          type: 'keyword',
          summary: 'Public id of the list.',
          required: true,
          sql: { column: 'sl.public_id' },
        },
      ],
    },
  ],
}
