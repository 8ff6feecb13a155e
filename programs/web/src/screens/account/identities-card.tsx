import { Button, Card, RelativeTime, toast, useApi } from '@holdfast/design'
import classes from './account.module.css'
import type { Change, OwnMeans } from './own-means.ts'

/** One's accounts at the identity providers of the organisation. Absent where there are none. */
export function IdentitiesCard({ means, change }: { means: OwnMeans; change: Change }) {
  const api = useApi()
  const bound = new Set(means.identities.map(({ issuer }) => issuer))
  const offered = means.providers.filter(({ issuer }) => !bound.has(issuer))
  if (means.identities.length === 0 && offered.length === 0) return null
  const nameOf = (issuer: string) => means.providers.find((each) => each.issuer === issuer)?.name ?? issuer

  const bind = (provider: string) =>
    change(async () => {
      const body = { provider, returnTo: '/account?view=sign-in' }
      location.assign((await api.send<{ data: { url: string } }>('POST', '/account/identities', body)).data.url)
    })
  const unbind = (issuer: string) =>
    change(async () => {
      await api.send('POST', '/account/identities/unbind', { issuer })
      toast({ message: `Your account at ${nameOf(issuer)} signs you in no more` })
    })

  return (
    <Card title="Identity providers">
      <ul className={classes.rows}>
        {means.identities.map(({ issuer, createdAt, usedAt }) => (
          <li key={issuer}>
            <span>
              <b>{nameOf(issuer)}</b>
              <small>
                bound <RelativeTime at={createdAt} />
                {usedAt && (
                  <>
                    , last used <RelativeTime at={usedAt} />
                  </>
                )}
              </small>
            </span>
            <Button look="quiet" onClick={() => void unbind(issuer)}>
              Unbind<span className="said"> {nameOf(issuer)}</span>
            </Button>
          </li>
        ))}
        {offered.map(({ id, name }) => (
          <li key={id}>
            <span>
              <b>{name}</b>
              <small>not bound to you</small>
            </span>
            <Button onClick={() => void bind(id)}>
              Bind<span className="said"> your account at {name}</span>
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  )
}
