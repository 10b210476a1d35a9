/**
 * Names and values that say that something is a secret, in the part of regular expressions that RE2 has too: the twins in
 * the cluster repeat them (components/admission/secret-shapes.ts), and a test pins both equal.
 */

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

// RE2 has flags of a group, which Node 20 doesn't know: the letters there stand for both cases.
const bothCases = (source: string) =>
  source.replace(
    /\(\?i:([^()]*)\)/g,
    (_, inner: string) =>
      `(?:${inner.replace(/\[[^\]]*\]|[a-z]/g, (part) => (part.length > 1 ? part : `[${part}${part.toUpperCase()}]`))})`,
  );
const names = new RegExp(bothCases(secretNames));
const shapes = new RegExp(secretShapes.join("|"));
const harmless = new RegExp(harmlessValues);

/** Whether a name and a plain value together look like a secret. A path, a name or a switch isn't one. */
export function looksSecret(name: string, value: string): boolean {
  return shapes.test(value) || (names.test(name) && !harmless.test(value));
}

/** The same of an argument of a program: `--db-password=…`, or a secret by its form. */
export function argumentLooksSecret(text: string): boolean {
  const [, name, value] = /^-{0,2}([\w.-]+)=(.*)$/s.exec(text) ?? [];
  return name === undefined || value === undefined ? shapes.test(text) : looksSecret(name, value);
}
