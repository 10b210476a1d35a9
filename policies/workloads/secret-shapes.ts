/** Names under which secrets go, at the end of a word: `DB_PASSWORD`, `stripe-api-key`, but not `TOKEN_TTL`. */
const names =
  /(^|[._-])(password|passwd|passphrase|pwd|secret|token|api[._-]?key|private[._-]?key|access[._-]?key|secret[._-]?access[._-]?key|client[._-]?secret|credentials?|connection[._-]?string|dsn)$/i;

/** Shapes that only secrets have. AWS key ids: IAM guide, reference_identifiers; GitHub: its token formats. */
const shapes = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\b(AKIA|ASIA)[0-9A-Z]{16}\b/,
  /\bgh[pousr]_[A-Za-z0-9]{36,}\b/,
  /\bgithub_pat_\w{50,}\b/,
  /\bxox[abprs]-[A-Za-z0-9-]{10,}\b/,
  /\bsk_live_[0-9a-zA-Z]{20,}\b/,
  /\b[a-z][a-z0-9+.-]*:\/\/[^/\s:@]+:[^/\s:@$]{3,}@/,
];

/** Whether a name and a plain value together look like a secret. A path, a name or a switch isn't one. */
export function looksSecret(name: string, value: string): boolean {
  return shapes.some((shape) => shape.test(value)) || (names.test(name) && !isHarmless(value));
}

function isHarmless(value: string): boolean {
  return (
    value === "" || /^(true|false|\d{1,6}|\/[\w./-]*|\$\(\w+\)|arn:aws[\w-]*:[\w:/*.-]+|https?:\/\/[^@]*)$/.test(value)
  );
}
