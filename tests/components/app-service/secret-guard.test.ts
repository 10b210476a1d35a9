import { expect } from "chai";
import { looksSecret } from "../../../components/app-service/config/secret-guard";
import { pathText } from "../../../stacks/problems";
import { problems, settingsOf } from "./builders";

const remedy =
  "secrets: { <name>: {} }, for files; { secret: <name>, key: <key> } under env, for a Secret of the namespace; if it is none, { value, reason }";

describe("the guard against secrets in plain text", () => {
  const refused = [
    "DB_PASSWORD",
    "API_TOKEN",
    "JWT_SECRET",
    "STRIPE_API_KEY",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_ACCESS_KEY_ID",
  ];
  for (const name of refused) {
    it(`MP-56, TB-65: refuses ${name} with a value, and does not print the value`, () => {
      const found = problems({ env: { [name]: "hunter2" } });
      expect(found).to.have.length(1);
      expect(found[0]).to.deep.include({ path: `api.env.${name}`, set: remedy });
      expect(JSON.stringify(found)).not.to.contain("hunter2");
    });
  }

  for (const [name, value] of [
    ["LOG_LEVEL", "debug"],
    ["TOKEN_URL", "https://id.example.com/token"],
    ["SECRET_NAME", "api-database"],
    ["PASSWORD_MIN_LENGTH", "12"],
    ["KEY_FILE", "/mnt/secrets/key.pem"],
    ["USE_TOKEN", "true"],
    ["MONKEY", "business"],
    ["API_KEY", ""],
  ] as const) {
    it(`takes ${name}=${value}`, () => expect(looksSecret(name, value)).to.equal(undefined));
  }

  for (const [what, value] of [
    ["a URL with a password", "postgres://app:hunter2@db.example.com:5432/app"],
    ["an AWS access key", "AKIAIOSFODNN7EXAMPLE"],
    ["a private key", "-----BEGIN RSA PRIVATE KEY-----\nMII"],
  ] as const) {
    it(`refuses ${what} under any name, in variables and in files`, () => {
      expect(problems({ env: { SETTING: value } }).map(({ path }) => path)).to.deep.equal(["api.env.SETTING"]);
      const config = { env: { OTHER: value }, files: { "app.yaml": `x: ${value}` } };
      const found = problems({ config }).map(({ path }) => path);
      expect(found).to.deep.equal(["api.config.env.OTHER", pathText(["api", "config", "files", "app.yaml"])]);
      expect(JSON.stringify(problems({ config }))).not.to.contain(value.slice(0, 12));
    });
  }

  for (const text of ["--db-password=hunter2", "API_TOKEN=hunter2", "postgres://app:hunter2@db/app"]) {
    it(`TB-58: refuses the argument ${text.slice(0, 12)}…, of the service and of what runs before it`, () => {
      const found = problems({ args: ["--verbose", text], beforeRollout: { command: ["migrate", text] } });
      expect(found.map(({ path }) => path)).to.have.members(["api.args[1]", "api.beforeRollout.command[1]"]);
      expect(JSON.stringify(found)).not.to.contain("hunter2");
    });
  }

  it("takes arguments that only speak of secrets", () => {
    const args = ["--password-file=/mnt/secrets/db/password", "--log-level=info", "--sort", "key=", "migrate"];
    expect(problems({ args })).to.deep.equal([]);
  });

  it("takes a reference to a Secret", () => {
    const env = { DB_PASSWORD: { secret: "database", key: "password" } };
    expect(settingsOf({ env }).env).to.deep.equal(env);
  });

  it("takes what only looks like a secret, with the reason", () => {
    const env = { SORT_KEY: { value: "created", reason: "the name of a column" } };
    expect(settingsOf({ env }).env).to.deep.equal(env);
  });
});
