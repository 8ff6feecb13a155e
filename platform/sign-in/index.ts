// How people prove who they are: passwords, codes, passkeys, identity providers, and what must come together for a session.
export { type Attempt, attemptMinutes, beginAttempt, spendAttempt, takeAttempt, tryAttempt } from './attempt.ts'
export { countAttempt } from './attempt-limit.ts'
export {
  holdsRecoveryCode,
  isRecoveryCode,
  newRecoveryCodes,
  recoveryCodes,
  spendRecoveryCode,
} from './codes/recovery-codes.ts'
export { offerTotp, removeTotp, takeTotp } from './codes/totp.ts'
export { concludeSignIn, type Outcome, pendingWays, type SignInFrom, type Way } from './conclude.ts'
export { nextStep, type Standing, type Step } from './next-step.ts'
export { admitIdentity, linkIdentity, unlinkIdentity } from './oidc/admit.ts'
export { connectProvider } from './oidc/connect-provider.ts'
export { type IdentityDomain, keepProof, readDomains } from './oidc/domain.ts'
export { type DomainRecord, type LookUpTexts, lookUpProof, lookUpTextsBy, recordOfDomain } from './oidc/domain-proof.ts'
export type { ReachableAddress, ResolveHost } from './oidc/guarded-fetch.ts'
export {
  findProvider,
  findsByDomain,
  type IdentityProvider,
  offeredProviders,
  type ProviderContent,
  readProviders,
  removeProvider,
  writeProvider,
} from './oidc/provider.ts'
export { roleOfClaims } from './oidc/role-of-claims.ts'
export { comeFromProvider, goToProvider, type OidcContext, type ProvedIdentity } from './oidc/sign-in-by-provider.ts'
export { type PasskeyHost, passkeyHost } from './passkey/passkey-host.ts'
export { keepPasskey, offerPasskey, passkeysAtMost, removePasskey, renamePasskey } from './passkey/register.ts'
export { askPasskey, personByPasskey } from './passkey/sign-in-by-passkey.ts'
export { passwordLength, passwordLengthAtMost, passwordProblem } from './password/password-rule.ts'
export { isPasswordOf, personByPassword, plainName, removePassword, setPassword } from './password/passwords.ts'
export { SignInError } from './sign-in-error.ts'
export { entryOf, type Identity, meansInUse, type Passkey, readMeans, type SignInMeans } from './standing.ts'

/** The part's migrations. */
export const signInPart = { part: 'sign-in', folder: new URL('./sql/', import.meta.url) } as const
export { type ResetFactors, resetSecondFactor } from './reset-second-factor.ts'
