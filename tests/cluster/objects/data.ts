import { expect } from "chai";
import { AppService } from "../../../components/app-service/app-service";
import { Databases } from "../../../components/databases/databases";
import { secretGrant } from "../../../components/secrets/secret-grant";
import { Secrets } from "../../../components/secrets/secrets";
import { secretsSettings } from "../../../components/secrets/settings";
import { mergedGrant } from "../../../components/shared/grant";
import { namespaceRef, serviceArgs, settingsOf } from "../../components/app-service/builders";
import { database, databases, databasesArgs } from "../../components/databases/builders";
import { platformContext } from "../../support/builders";
import { recorded } from "../../support/record";
import type { KubeObject } from "../support/api";
import type { ControlPlane } from "../support/control-plane";
import { applyInto, createNamespaces, defineOrSkip, objectsOf } from "../support/objects";
import { inNamespace } from "../../support/followed";

const secrets = secretsSettings().parse({
  jwt: { store: "secrets-manager", values: { "signing-key": { generate: 64 } } },
  mail: { store: "parameter-store", values: { token: { generate: 32 } } },
  app: { store: "vault", role: "api", path: "secret/data/api", keys: ["token"] },
  sealed: { store: "sealed", encryptedData: { token: "A".repeat(120) } },
});

/** Databases of both kinds in the cluster, secrets of every store, and a service that uses them all. */
async function objects(): Promise<KubeObject[]> {
  const context = platformContext();
  const program = await recorded(() => {
    const settings = databases({
      small: database({ storageClass: "gp3" }),
      events: database({ kind: "cloudnative-pg", credentials: { existingSecret: "postgres-secret" } }),
    });
    const args = databasesArgs(database(), { settings: inNamespace(settings) });
    delete args.monitoringNamespace;
    const { grants } = new Databases("databases", args);
    new Secrets("secrets", { context, settings: inNamespace(secrets), values: {}, namespaceOf: () => namespaceRef() });
    const named = Object.entries(secrets).map(([name, one]) => secretGrant(context, name, one, {}));
    const synced = secretGrant(context, "jwt", secrets.jwt ?? expect.fail("no secret"), { KEY: "signing-key" });
    const grant = mergedGrant([...Object.values(grants), ...named.slice(1), synced]);
    new AppService("api", serviceArgs(settingsOf({ scaling: { min: 2, max: 2 } }), { grant }));
  });
  return objectsOf(program);
}

/** Data stores and secrets, with strict field validation. */
export function data(plane: () => ControlPlane): void {
  before(async function () {
    await defineOrSkip(this, plane().api, ["cloudnative-pg", "secrets-store-csi-driver", "sealed-secrets"]);
    await createNamespaces(plane().api, ["data"]);
  });

  it("KP-28, KP-N10, TB-25, TB-63, VC-62: accepts every object, with strict field validation", async () => {
    const all = await objects();
    await applyInto(plane().api, "data", all);
    const kinds = all.map(({ kind }) => kind);
    expect(kinds).to.include.members(["StatefulSet", "Cluster", "SecretProviderClass", "SealedSecret"]);
    expect(kinds.filter((kind) => kind === "SecretProviderClass")).to.have.length(5);
  });

  it("refuses a Cluster with a field that its definition lacks, so that the definitions do judge", async () => {
    const cluster = (await objects()).find(({ kind }) => kind === "Cluster") ?? expect.fail("no cluster");
    const wrong = { ...cluster, spec: { ...cluster.spec, instancez: 3 } };
    const refused = await applyInto(plane().api, "data", [wrong]).then(
      () => "accepted",
      (error: Error) => error.message,
    );
    expect(refused).to.contain("instancez");
  });
}
