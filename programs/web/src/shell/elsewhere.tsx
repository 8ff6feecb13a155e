import { Button, EmptyState, PageHeader } from '@holdfast/design'
import { useLocation } from '@tanstack/react-router'
import type { Session } from './session.ts'
import { useReachable, useSwitch } from './tenants.ts'

/** The address is of another tenant than the one that one is in: says so, and offers to go there. */
export function Elsewhere({ tenant, here }: { tenant: string; here: Session['tenant'] }) {
  const goTo = useSwitch()
  const { href } = useLocation()
  const { data, isPending } = useReachable({ id: tenant, limit: 1 })
  const there = data?.data[0]
  const stay = `/?tenant=${here.id}`
  if (isPending) return null
  return (
    <>
      <PageHeader title="Another tenant" />
      {there ? (
        <EmptyState
          kind="new"
          title={`This address is of ${there.name}`}
          words={`You are in ${here.name}. ${there.through === null ? '' : `There you are a guest of ${there.through}.`}`}
          action={
            <>
              <Button look="primary" onClick={() => void goTo(there.id, href)}>
                Go to {there.name}
              </Button>{' '}
              <Button href={stay}>Stay in {here.name}</Button>
            </>
          }
        />
      ) : (
        <EmptyState
          kind="new"
          title="This address is of a tenant that you cannot go to"
          words={`You are in ${here.name}. Where a grant has ended, the people there can grant it anew.`}
          action={<Button href={stay}>Stay in {here.name}</Button>}
        />
      )}
    </>
  )
}
