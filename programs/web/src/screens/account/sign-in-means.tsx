import { EmptyState, Skeleton } from '@holdfast/design'
import classes from './account.module.css'
import { AuthenticatorCard } from './authenticator-card.tsx'
import { IdentitiesCard } from './identities-card.tsx'
import { useChange, useOwnMeans } from './own-means.ts'
import { PasskeysCard } from './passkeys-card.tsx'
import { PasswordCard } from './password-card.tsx'
import { ProveDialog } from './prove-dialog.tsx'

/** How one signs in, and changing it. */
export function SignInMeans({ lacks }: { lacks: boolean }) {
  const { data: means, error, refetch } = useOwnMeans()
  const { change, problem, isWaiting, goOn, forget } = useChange()
  if (error)
    return (
      <EmptyState
        kind="error"
        title="Your account could not be loaded"
        words={error.message}
        onRetry={() => refetch()}
      />
    )
  if (!means) return <Skeleton lines={5} label="Loading your account" />
  return (
    <div className={classes.cards}>
      {lacks && (
        <EmptyState
          inline
          kind="partial"
          title="Your organisation demands a second factor"
          words="Set up an authenticator or a passkey; until then nothing else can be done."
        />
      )}
      {problem && (
        <p role="alert" className={classes.problem}>
          {problem}
        </p>
      )}
      <PasswordCard means={means} change={change} />
      <AuthenticatorCard means={means} change={change} />
      <PasskeysCard means={means} change={change} />
      <IdentitiesCard means={means} change={change} />
      <ProveDialog means={means} opened={isWaiting} onProved={() => void goOn()} onClose={forget} />
    </div>
  )
}
