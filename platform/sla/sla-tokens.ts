import type { EntityExtension } from '../search/index.ts'

/** How a finding stands to its time; `f` is the finding, `fd` its row of finding_due. */
export const slaState = `case when fd.finding_id is null then 'none'
  when f.status = 'fixed' then case when fd.due_at is null or f.fixed_at <= fd.due_at then 'met' else 'missed' end
  when f.disposition <> 'none' then 'paused'
  when fd.due_at < now() then 'overdue'
  when fd.due_at < now() + interval '7 days' then 'soon'
  else 'within' end`

/** What the times for fixing let one ask of findings. */
export const findingSlaTokens: EntityExtension = {
  extends: 'findings',
  // Left out by the planner where nobody asks for it.
  join: 'left join finding_due fd on fd.tenant_id = f.tenant_id and fd.finding_id = f.finding_id',
  tokens: [
    {
      name: 'sla',
      type: 'enum',
      summary: 'How it stands to the time in which it is to be fixed.',
      label: 'SLA',
      required: true,
      facet: true,
      history: false,
      values: [
        { name: 'within', summary: 'more than seven days are left' },
        { name: 'soon', summary: 'due within seven days' },
        { name: 'overdue', summary: 'its time is over' },
        { name: 'paused', summary: 'the clock stands still, since an exception holds' },
        { name: 'met', summary: 'fixed in time' },
        { name: 'missed', summary: 'fixed too late' },
        { name: 'none', summary: 'no rule takes it' },
      ],
      examples: ['sla:overdue', 'sla:[soon, overdue]'],
      sql: { column: `(${slaState})` },
    },
    {
      name: 'slaDue',
      type: 'date',
      summary: 'Until when it is to be fixed.',
      label: 'due',
      history: false,
      examples: ['slaDue < now+7d'],
      sql: { column: 'fd.due_at' },
    },
    {
      name: 'slaRule',
      type: 'keyword',
      summary: 'Id of the rule that says until when.',
      label: 'SLA rule',
      facet: true,
      history: false,
      sql: { column: 'fd.rule' },
    },
  ],
}
