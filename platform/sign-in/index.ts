// How people prove who they are: passwords, codes, passkeys, identity providers, and what must come together for a session.
export { type Attempt, attemptMinutes, beginAttempt, takeAttempt, tryAttempt } from './attempt.ts'
export { countAttempt } from './attempt-limit.ts'
export { isRecoveryCode, newRecoveryCodes, recoveryCodes, takeRecoveryCode } from './codes/recovery-codes.ts'
export { offerTotp, removeTotp, takeTotp } from './codes/totp.ts'
export { concludeSignIn, type Outcome, type SignInFrom, type Way } from './conclude.ts'
export { nextStep, type Standing, type Step } from './next-step.ts'
export { passwordLength, passwordLengthAtMost, passwordProblem } from './password/password-rule.ts'
export { isPasswordOf, personByPassword, plainName, removePassword, setPassword } from './password/passwords.ts'
export { SignInError } from './sign-in-error.ts'
export { entryOf, type Identity, type Passkey, readMeans, type SignInMeans } from './standing.ts'

/** The part's migrations. */
export const signInPart = { part: 'sign-in', folder: new URL('./sql/', import.meta.url) } as const
