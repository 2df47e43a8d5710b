/**
 * What went wrong with a sign-in, by the code in the page's address: next-auth's own, and ours.
 *
 * @param provider the host of the OpenID Connect provider
 */
export function describeError(code: string, provider = "the identity provider"): string {
  switch (code) {
    case "Unverified":
      return `You signed in at ${provider}, but it does not say that your email address was verified, so Roster cannot tell who you are. Ask whoever runs ${provider} to verify it, or sign in with your password.`;
    case "Nobody":
      return `You signed in at ${provider}, but nobody with your email address may enter the console: it is for the active owners and administrators of an organization. Ask an owner to make you one.`;
    case "OtherIdentity":
      return `Your email address belongs to somebody who signs in at ${provider} as another user. If the address was given on to you, ask an owner to change the other person's address.`;
    case "CredentialsSignin":
    case "TooManyFailures":
      return "No account has this email and this password. Check both; capitals matter in the password.";
    default:
      return `Signing in at ${provider} did not succeed. Try again; if it fails again, the server's log says why.`;
  }
}
