// What policies/workloads/secret-shapes.ts has: a test pins both equal.

/** Ends of names under which secrets go: `DB_PASSWORD`, `PGPASSWORD`, `accessToken`, but not `TOKEN_TTL`. */
export const secretNames =
  "(?:(?i:password|passwd|passphrase|secret|token|credentials?|api[._-]?key|private[._-]?key|access[._-]?key|secret[._-]?key|secret[._-]?key[._-]?base|encryption[._-]?key|signing[._-]?key|master[._-]?key|session[._-]?key|connection[._-]?string)|(?:^|[._-])(?i:pass|pwd|dsn)|[a-z0-9](?:Pass|Pwd|Dsn))$";

/** Shapes that only secrets have, each with its source. */
export const secretShapes = [
  "-----BEGIN [A-Z ]*PRIVATE KEY-----",
  // Key ids: IAM user guide, reference_identifiers.
  "\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b",
  // github.blog, behind-githubs-new-authentication-token-formats
  "\\bgh[pousr]_[A-Za-z0-9]{36,}\\b",
  "\\bgithub_pat_\\w{50,}\\b",
  // Slack API, token types.
  "\\bxox[abprs]-[A-Za-z0-9-]{10,}\\b",
  // Stripe, API keys.
  "\\b[sr]k_live_[0-9a-zA-Z]{20,}\\b",
  // A JSON web token: RFC 7519, both parts begin with `{"`.
  "\\beyJ[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{10,}\\.",
  // A URL with a password, with a user or without.
  "\\b[a-z][a-z0-9+.-]*://[^/\\s:@]*:[^/\\s:@$]{3,}@",
];

/** Values that are no secret whatever they are called: switches, numbers, paths, references, addresses. */
export const harmlessValues =
  "^(?:true|false|[0-9]{1,6}|/[\\w./-]*|\\$\\(\\w+\\)|arn:aws[\\w-]*:[\\w:/*.-]+|https?://[^@]*)?$";
