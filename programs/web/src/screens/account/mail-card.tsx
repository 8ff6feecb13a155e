import { Card, RequestProblem, SwitchField, toast, useApi } from '@holdfast/design'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import classes from './account.module.css'

const path = '/ticket-mail'

/** What one is mailed of. */
export function MailCard() {
  const api = useApi()
  const queries = useQueryClient()
  const { data } = useQuery({
    queryKey: ['ticket-mail'],
    queryFn: async ({ signal }) => (await api.get<{ data: { wants: boolean } }>(path, { signal })).data,
  })

  async function want(wants: boolean) {
    try {
      const { etag } = await api.getTagged(path)
      await api.send('PUT', path, { wants }, { ...(etag !== undefined && { ifMatch: etag }) })
      toast({ message: wants ? 'You are mailed about your tickets' : 'You are not mailed about tickets any more' })
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      toast({ tone: 'failed', message: cause.message })
    }
    await queries.invalidateQueries({ queryKey: ['ticket-mail'] })
  }

  return (
    <div className={classes.cards}>
      <Card title="Mail">
        {data && (
          <SwitchField
            label="About my tickets"
            hint="When one is given to you by somebody else or by a policy, and once when its time is over."
            checked={data.wants}
            onChange={(wants) => void want(wants)}
          />
        )}
      </Card>
    </div>
  )
}
