import { expect } from "chai";
import fc from "fast-check";
import { AppService } from "../../../components/app-service/app-service";
import { Databases } from "../../../components/databases/databases";
import { mergedGrant } from "../../../components/shared/grant";
import { display } from "../../../preview/display";
import { recorded, type Recorded } from "../../support/record";
import { authorizes } from "../app-service/authorization-evaluator";
import { namespaceRef, serviceArgs, settingsOf } from "../app-service/builders";
import { admits, type Object, type Pod, podOf } from "../app-service/evaluator";
import { database, databases, databasesArgs, kind } from "./builders";
import { inNamespace } from "../../support/followed";

const services = ["api", "web", "worker"];

const anyDatabases = fc.dictionary(
  fc.constantFrom("db", "orders", "orders-2"),
  fc.constantFrom(database(), database({ kind: "cloudnative-pg" })),
);

const anyStack = anyDatabases.chain((given) =>
  fc.record({
    given: fc.constant(given),
    uses: fc.record(Object.fromEntries(services.map((name) => [name, fc.subarray(Object.keys(given))]))),
  }),
);

type Stack = { given: Record<string, Record<string, unknown>>; uses: Record<string, string[]> };

/** The databases and the services that use them, as the stack puts them together. */
const built = ({ given, uses }: Stack, mesh: "none" | "istio" = "none"): Promise<Recorded> =>
  recorded(() => {
    const namespace = namespaceRef({ mesh });
    const clients = Object.fromEntries(
      Object.keys(given).map((name) => [
        name,
        services
          .filter((service) => uses[service]?.includes(name))
          .map((service) => ({ name: service, namespace: "production" })),
      ]),
    );
    const { grants } = new Databases("databases", {
      ...databasesArgs(database()),
      settings: inNamespace(databases(given)),
      clients,
      namespaceOf: () => namespace,
    });
    for (const service of services) {
      const grant = mergedGrant((uses[service] ?? []).flatMap((name) => grants[name] ?? []));
      new AppService(service, serviceArgs(settingsOf(), { grant, namespace }));
    }
  });

/** Pods of a database: of the set, or those that the operator makes, by the labels that it gives them. */
function podsOf(program: Recorded): Pod[] {
  const objects = (type: string) => program.ofType(type).map(({ inputs }) => display(inputs) as unknown as Object);
  const ofOperator = objects(kind.cluster).map(({ metadata, spec }) => ({
    name: metadata["name"],
    namespace: metadata["namespace"],
    labels: { "cnpg.io/cluster": metadata["name"], ...spec["inheritedMetadata"].labels },
  }));
  return [...objects(kind.statefulSet).map(podOf), ...ofOperator];
}

describe("services and databases in the cluster", () => {
  it("TB-43, TB-48: exactly the declared uses are let through, on 5432, whatever uses what", async () => {
    await fc.assert(
      fc.asyncProperty(anyStack, async (stack) => {
        const program = await built(stack as Stack);
        const policies = program.ofType(kind.networkPolicy).map(({ inputs }) => display(inputs) as unknown as Object);
        const clients = program
          .ofType("kubernetes:apps/v1:Deployment")
          .map(({ inputs }) => podOf(display(inputs) as unknown as Object));
        const stores = podsOf(program);
        expect(stores.length).to.equal(Object.keys(stack.given).length);
        for (const from of clients) {
          for (const to of stores) {
            for (const port of [5432, 8000, 9187, 22]) {
              const declared = port === 5432 && (stack as Stack).uses[from.name]?.includes(to.name);
              expect(admits(policies, from, to, port), `${from.name} to ${to.name}:${port}`).to.equal(declared);
            }
            expect(admits(policies, to, from, 8000), `${to.name} to ${from.name}`).to.equal(false);
          }
        }
      }),
      { numRuns: 20 },
    );
  });

  it("MP-46, MP-49: in a mesh exactly the same are authorized, by identity", async () => {
    // What no policy admits is denied, by one of the namespace.
    const nothing = { metadata: { name: "deny-by-default", namespace: "production" }, spec: {} };
    await fc.assert(
      fc.asyncProperty(anyStack, async (stack) => {
        const program = await built(stack as Stack, "istio");
        const objects = (type: string) =>
          program.ofType(type).map(({ inputs }) => display(inputs) as unknown as Object);
        const policies = [nothing, ...objects("kubernetes:security.istio.io/v1:AuthorizationPolicy")];
        for (const serviceAccount of [...services, "report"]) {
          for (const to of objects(kind.statefulSet).map(podOf)) {
            for (const port of [5432, 8000]) {
              const request = { from: { namespace: "production", serviceAccount }, port, method: "" };
              const declared = port === 5432 && ((stack as Stack).uses[serviceAccount]?.includes(to.name) ?? false);
              expect(authorizes(policies, to, request), `${serviceAccount} to ${to.name}:${port}`).to.equal(declared);
            }
          }
        }
      }),
      { numRuns: 20 },
    );
  });
});
