import { expect } from "chai";
import { problemsAfter } from "./stack-problems";

type Change = (config: Record<string, any>) => void;

const bad: [claim: string, change: Change, path: string, why: string, set: string][] = [
  [
    "a key that the secret doesn't have",
    ({ services }) => (services.api.secrets = { jwt: { env: { JWT_KEY: "signing" } } }),
    "services.api.secrets.jwt.env.JWT_KEY",
    'names no key of jwt; did you mean "signing-key"?',
    "one of signing-key",
  ],
  [
    "TB-64: variables from files without a driver that may write the Secret behind them",
    ({ services }) => (services.api.secrets = { jwt: { env: { JWT_KEY: "signing-key" } } }),
    "services.api.secrets.jwt.env",
    "asks for variables, and the driver may not write the Kubernetes Secret that they come from",
    "addons.secrets-store-csi-driver: { sync: true }, or read the files instead",
  ],
  [
    "TB-64: variables from the credentials of a database, without a driver that may write the Secret",
    ({ services }) => (services.api.secrets = { postgres: { env: { PGPASSWORD: "password" } } }),
    "services.api.secrets.postgres.env",
    "asks for variables, and the driver may not write the Kubernetes Secret that they come from",
    "addons.secrets-store-csi-driver: { sync: true }, or read the files instead",
  ],
  [
    "a key that a cache doesn't have",
    ({ services }) => (services.api.secrets = { redis: { env: { USER: "username" } } }),
    "services.api.secrets.redis.env.USER",
    "names no key of redis",
    "one of password",
  ],
  [
    "the credentials of a database that the service doesn't use",
    ({ services }) => (services.frontend.secrets = { postgres: {} }),
    "services.frontend.secrets.postgres",
    "is a database or cache that the service does not use, and it gets no credentials of it",
    "uses: [postgres], or remove it",
  ],
  [
    "a variable that comes with a queue",
    ({ services }) => (services.worker.env = { JOBS_QUEUE_URL: "elsewhere" }),
    "services.worker.env.JOBS_QUEUE_URL",
    "comes with consumes: [jobs] already",
    "remove the line",
  ],
  [
    "a variable that comes with a secret",
    ({ services }) => (services.api.config = { env: { JWT_SIGNING_KEY_FILE: "/elsewhere" } }),
    "services.api.config.env.JWT_SIGNING_KEY_FILE",
    "comes with secrets.jwt already",
    "remove the line",
  ],
  [
    "a cache with the name of a database",
    ({ caches }) => (caches.postgres = {}),
    "caches.postgres",
    "has the name of databases.postgres: both would be /mnt/secrets/postgres",
    "another name",
  ],
  [
    "SS-57: a secret of Secrets Manager without what mounts it",
    ({ addons }) => {
      delete addons["secrets-store-csi-driver"];
      delete addons["secrets-store-csi-driver-provider-aws"];
    },
    "secrets.jwt",
    "needs the add-on secrets-store-csi-driver: its values are files from Secrets Manager",
    "addons.secrets-store-csi-driver: {}",
  ],
  [
    "VC-62: a sealed secret without its controller",
    ({ addons, secrets }) => {
      delete addons["sealed-secrets"];
      secrets.mail = { store: "sealed", encryptedData: { token: "A".repeat(120) } };
    },
    "secrets.mail",
    "needs the add-on sealed-secrets: its controller opens it",
    "addons.sealed-secrets: {}",
  ],
  [
    "SS-60: a secret whose value nobody gave",
    ({ secrets }) => (secrets.mail = { store: "secrets-manager", values: { token: { config: true } } }),
    "secrets.mail.values.token",
    "has no value",
    "it with: pulumi config set --secret --path 'platform:secretValues.mail.token'",
  ],
  [
    "a value that no secret asks for",
    (config) => (config.secretValues = { mail: { token: "[secret]" } }),
    "secretValues.mail.token",
    "names no value of a secret with config: true",
    "remove it",
  ],
];

describe("services against the stores and secrets that they name", () => {
  for (const [claim, change, path, why, set] of bad) {
    it(`refuses ${claim}`, () => {
      expect(problemsAfter(change)).to.deep.include({ path, why, set });
    });
  }

  it("a sealed secret is for the namespace that it was sealed for", () => {
    const [problem] = problemsAfter(({ namespaces, services, secrets }) => {
      namespaces.other = {};
      for (const service of Object.values<any>(services)) service.namespace = "production";
      secrets.mail = { store: "sealed", namespace: "other", encryptedData: { token: "A".repeat(120) } };
      services.api.secrets.mail = {};
    }).filter(({ path }) => path.includes("mail"));
    expect(problem?.path).to.equal("services.api.secrets.mail");
    expect(problem?.why).to.contain("sealed for namespace other");
  });

  it("what a stack gives and asks for is accepted", () => {
    const change: Change = (config) => {
      config.addons["secrets-store-csi-driver"] = { sync: true };
      config.secrets.mail = { store: "secrets-manager", values: { token: { config: true } } };
      config.secretValues = { mail: { token: "[secret]" } };
      config.services.api.secrets = {
        jwt: {},
        mail: { env: { MAIL_TOKEN: "token" } },
        postgres: { env: { PGUSER: "username", PGPASSWORD: "password" } },
      };
    };
    expect(problemsAfter(change)).to.deep.equal([]);
  });
});
