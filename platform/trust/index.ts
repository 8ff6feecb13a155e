// The face of trust: the keys of this installation, and what is signed with them. Nothing here needs a database, so that sources can verify.
export {
  argsProblem,
  type Command,
  type CommandArgs,
  type CommandKind,
  type CommandRefusal,
  type CommandVerdict,
  commandKinds,
  isCommandKind,
  type SignedCommand,
  signCommand,
  verifyCommand,
} from './command.ts'
export {
  type AgentSettings,
  type Configuration,
  type ConfigurationVerdict,
  type SignedConfiguration,
  settingsProblem,
  settingsSchema,
  signConfiguration,
  verifyConfiguration,
  windowSchema,
} from './configuration.ts'
export { derivedKey } from './derived-key.ts'
export { type InstallationKeys, openInstallationKeys, rotateInstallationKey } from './installation-keys.ts'
export { SecretBox } from './secret-box.ts'
export { isSignedBy, type Purpose, type SignedText, signText } from './signed-text.ts'
export { isKeyText, keyId, newSigningKey, type SigningKey } from './signing-key.ts'
export {
  isTrusted,
  nextTrustBundle,
  readTrustBundle,
  type SignedTrustBundle,
  signTrustBundle,
  type TrustBundle,
  type TrustBundleVerdict,
  type TrustedKey,
} from './trust-bundle.ts'
